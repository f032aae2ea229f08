use super::{Activity, Phase, Server, stream::ClientStream};
use axum::{
    body::{Body, Bytes, HttpBody},
    extract::ConnectInfo,
    http::{HeaderValue, Request, Response, header::CONNECTION},
};
use hyper::{
    body::{Frame, Incoming, SizeHint},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use std::{
    convert::Infallible,
    future::Future,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};
use tokio::{net::TcpStream, task::yield_now};
use tower::Service;

/// Size of the read buffer (longest header) and of the write buffer (response that a slow client
/// has not taken yet), in bytes.
const BUFFER: usize = 128 * 1024;

/// Serves one HTTP/1.1 connection until it ends. While the server stops, each response closes its connection.
pub(super) fn serve(
    stream: TcpStream,
    peer: SocketAddr,
    server: &Server,
    activity: Arc<Activity>,
) -> impl Future<Output = ()> + Send + 'static {
    let (router, proxies) = (server.router.clone(), server.trusted_proxies.clone());
    let stopping = server.stopping.clone();
    let stream = TokioIo::new(ClientStream::new(stream, Arc::clone(&activity)));
    let service = service_fn(move |request: Request<Incoming>| {
        activity.enter(Phase::Working);
        stopping.note(request.headers());
        let mut request = request.map(Body::new);
        let client = proxies.client_of(peer.ip(), request.headers());
        request.extensions_mut().insert(client);
        request.extensions_mut().insert(ConnectInfo(peer));
        request.extensions_mut().insert(Arc::clone(&activity));
        let (mut router, activity) = (router.clone(), Arc::clone(&activity));
        let stopping = stopping.clone();
        async move {
            // Between two pipelined requests, other connections get a turn.
            yield_now().await;
            let answer = router.call(request);
            let Ok(mut response) = answer.await;
            // hyper closes the connection after this response. Its `graceful_shutdown` would also close one that a
            // proxy has just opened, and whose request is on its way.
            if stopping.has_begun() {
                let close = HeaderValue::from_static("close");
                response.headers_mut().insert(CONNECTION, close);
            }
            activity.enter(Phase::Answering);
            Ok::<_, Infallible>(Response::map(response, |body| Answer { body, activity }))
        }
    });
    async move {
        let connection = http1::Builder::new()
            .max_buf_size(BUFFER)
            // `Activity` measures the time of a header, and the pool enforces it.
            .header_read_timeout(None)
            .serve_connection(stream, service);
        // An error here is a client that left: not worth a log line.
        let _ = connection.await;
    }
}

/// A response's body. When it is dropped, the connection is idle.
struct Answer {
    body: Body,
    activity: Arc<Activity>,
}

impl Drop for Answer {
    fn drop(&mut self) {
        self.activity.enter(Phase::Idle);
    }
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
