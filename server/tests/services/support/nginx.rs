use super::{Folder, Process, START, holds_within, process::command, programs};
use rustix::process::Signal;
use std::{fs, time::Duration};

/// The configuration of `server/deploy/nginx.conf` without TLS, in front of two replicas. The header `X-Replica` chooses
/// one; without it, requests go to each in turn, and to the other when one does not answer.
const CONFIGURATION: &str = r"
daemon off;
pid FOLDER/nginx.pid;
error_log FOLDER/error.log;
events { worker_connections 4096; }
http {
    access_log off;
    client_body_temp_path FOLDER/body;
    proxy_temp_path FOLDER/proxy;
    fastcgi_temp_path FOLDER/fastcgi;
    uwsgi_temp_path FOLDER/uwsgi;
    scgi_temp_path FOLDER/scgi;

    upstream a { server 127.0.0.1:PORT_A; keepalive 16; }
    upstream b { server 127.0.0.1:PORT_B; keepalive 16; }
    upstream each {
        server 127.0.0.1:PORT_A max_fails=0;
        server 127.0.0.1:PORT_B max_fails=0;
        keepalive 16;
    }
    map $http_x_replica $replicas { default each; a a; b b; }

    server {
        listen 127.0.0.1:PORT;
        location / {
            proxy_pass http://$replicas;
            proxy_http_version 1.1;
            proxy_set_header Connection '';
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_buffer_size 16k;
            proxy_buffers 8 16k;
        }
    }
}";

/// An nginx in front of two replicas.
pub struct Nginx {
    process: Process,
    folder: Folder,
}

impl Nginx {
    /// Listens on `port`, in front of the replicas on these ports.
    pub fn start(port: u16, replicas: [u16; 2]) -> Self {
        let folder = Folder::new("nginx");
        let text = CONFIGURATION
            .replace("FOLDER", folder.path().to_str().unwrap())
            .replace("PORT_A", &replicas[0].to_string())
            .replace("PORT_B", &replicas[1].to_string())
            .replace("PORT", &port.to_string());
        let user = if programs::is_root() {
            "user root;"
        } else {
            ""
        };
        let path = folder.path().join("nginx.conf");
        fs::write(&path, format!("{user}{text}")).unwrap();
        let mut command = command(&programs::nginx());
        command.arg("-p").arg(folder.path()).arg("-c").arg(path);
        command.arg("-e").arg(folder.path().join("error.log"));
        let mut process = Process::start(&mut command, folder.path());
        // It writes the file once it listens. A connection alone may be to another program.
        let listens = folder.path().join("nginx.pid");
        let is_up = || process.ended().is_some() || listens.exists();
        assert!(holds_within(START, is_up));
        let mut nginx = Self { process, folder };
        assert!(nginx.process.ended().is_none(), "{}", nginx.log());
        nginx
    }

    /// Its errors, such as a replica that closed a connection.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("error.log")).unwrap_or_default()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        self.process.signal(Signal::TERM);
        self.process.ends_within(Duration::from_secs(5));
    }
}
