use super::{Activity, Phase, Server, activity::GRACE_PERIOD, handler, overflow};
use std::{
    collections::{HashMap, VecDeque},
    future::pending,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{
    net::TcpStream,
    task::{AbortHandle, Id, JoinSet},
    time::sleep,
};

/// Time for requests under way to finish when the server stops.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(10);

/// Part of that time for the rest of a body.
const BODY_PATIENCE: Duration = Duration::from_secs(1);

/// Time between two checks of the remaining connections.
const DRAIN_PAUSE: Duration = Duration::from_millis(50);

/// The open connections.
pub(super) struct Pool {
    server: Server,
    tasks: JoinSet<()>,
    served: HashMap<Id, Served>,
    /// Connections above the bound, oldest first.
    overflow: VecDeque<(AbortHandle, Instant)>,
}

struct Served {
    activity: Arc<Activity>,
    task: AbortHandle,
}

impl Pool {
    pub fn new(server: Server) -> Self {
        Self {
            server,
            tasks: JoinSet::new(),
            served: HashMap::new(),
            overflow: VecDeque::new(),
        }
    }

    /// Serves the connection. At the bound, closes another one for it. If none can be closed, the
    /// new connection only answers `/healthz`.
    pub async fn admit(&mut self, stream: TcpStream, peer: SocketAddr) {
        let limits = self.server.limits;
        while self.served.len() >= limits.connections && !self.make_room() {
            if self.overflow.len() < limits.overflow {
                let task = self.tasks.spawn(overflow::answer(stream));
                self.overflow.push_back((task, Instant::now()));
                return;
            }
            self.wait_for_overflow().await;
        }
        self.serve(stream, peer);
    }

    fn serve(&mut self, stream: TcpStream, peer: SocketAddr) {
        let activity = Arc::<Activity>::default();
        let served = handler::serve(stream, peer, &self.server, Arc::clone(&activity));
        let task = self.tasks.spawn(served);
        self.served.insert(task.id(), Served { activity, task });
    }

    /// Waits until a connection ends. Closes the oldest one above the bound once it has had its
    /// time.
    async fn wait_for_overflow(&mut self) {
        let Some((oldest, since)) = self.overflow.front() else {
            return self.one_ended().await;
        };
        let left = GRACE_PERIOD.saturating_sub(since.elapsed());
        if left.is_zero() {
            oldest.abort();
            self.overflow.pop_front();
            return;
        }
        tokio::select! {
            () = self.one_ended() => {}
            () = sleep(left) => {}
        }
    }

    /// Closes the connection that has kept the server waiting longest. Returns false if there is
    /// none.
    pub fn make_room(&mut self) -> bool {
        let waiting = self.served.iter().filter_map(|(id, served)| {
            let waited = served.activity.may_give_way()?;
            Some((waited, *id))
        });
        let oldest = waiting.max_by_key(|(waited, _)| *waited);
        oldest.is_some_and(|(_, id)| self.end(id))
    }

    fn end(&mut self, id: Id) -> bool {
        let ended = self.served.remove(&id);
        ended.inspect(|served| served.task.abort()).is_some()
    }

    /// Closes the connections that have exceeded their time.
    pub fn close_overdue(&mut self) {
        let limits = self.server.limits;
        self.end_where(|activity| activity.is_overdue(&limits));
    }

    fn end_where(&mut self, is_over: impl Fn(&Activity) -> bool) {
        self.served.retain(|_, served| {
            let over = is_over(&served.activity);
            if over {
                served.task.abort();
            }
            !over
        });
        if self.served.len() < self.served.capacity() / 4 {
            self.served.shrink_to_fit();
        }
    }

    /// Waits until a connection ends, and removes it. Waits forever when there is none.
    pub async fn one_ended(&mut self) {
        let ended = match self.tasks.join_next_with_id().await {
            Some(Ok((id, ()))) => id,
            Some(Err(error)) => error.id(),
            None => return pending().await,
        };
        self.served.remove(&ended);
        self.overflow.retain(|(task, _)| task.id() != ended);
    }

    /// Lets requests under way finish. Connections without a request are closed at once; those
    /// still sending a body, after `BODY_PATIENCE`. A proxy that has just connected gets that time too.
    pub async fn drain(&mut self) {
        let has_proxy = self.server.stopping.has_proxy();
        let since = Instant::now();
        while !self.tasks.is_empty() && since.elapsed() < DRAIN_TIMEOUT {
            tokio::select! {
                () = self.one_ended() => continue,
                () = sleep(DRAIN_PAUSE) => {}
            }
            let patience = since.elapsed() < BODY_PATIENCE;
            self.end_where(|activity| match activity.lasts() {
                // The end of a response may still be on its way to the client.
                (Phase::Idle, lasted) => lasted >= GRACE_PERIOD,
                (Phase::New | Phase::Header, _) => !(has_proxy && patience),
                (Phase::Body, _) => !patience,
                (Phase::Working | Phase::Answering, _) => false,
            });
        }
    }
}
