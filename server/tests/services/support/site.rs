use super::{Browser, Folder, Nginx, Replica, Store, free_port};
use base64::{Engine, prelude::BASE64_STANDARD};
use mock_proconnect::{Client, MockProConnect};
use proconnect::Clock;
use proconnect::web::BACK_CHANNEL_LOGOUT_PATH;
use server::{audit::JsonLines, settings::Settings, stores::Stores};
use std::{fs, net::SocketAddr, process::Output, sync::Arc};

/// The settings that the replicas of a site share, and the issuer of its agents.
pub struct Site {
    pub mock: MockProConnect,
    pub origin: String,
    port: u16,
    variables: Vec<(&'static str, String)>,
    /// The built site, and the files of the store.
    folder: Folder,
}

/// Two replicas behind one nginx.
pub struct Pair {
    pub replicas: [Replica; 2],
    pub nginx: Nginx,
}

impl Site {
    /// A site with an empty store, at a free port.
    pub async fn new(store: Store) -> Self {
        let folder = Folder::new("site");
        let stored = store.variables(&folder);
        Self::with(folder, stored).await
    }

    /// A site with these variables beside the usual ones.
    pub async fn with(folder: Folder, others: Vec<(&'static str, String)>) -> Self {
        Self::registered(folder, others, |_, _| ()).await
    }

    /// A site with an empty store, to which the issuer's server sends logout tokens.
    pub async fn with_back_channel(store: Store) -> Self {
        let folder = Folder::new("site");
        let stored = store.variables(&folder);
        let register = |client: &mut Client, origin: &str| {
            let uri = format!("{origin}{BACK_CHANNEL_LOGOUT_PATH}");
            client.backchannel_logout_uri = Some(uri);
        };
        Self::registered(folder, stored, register).await
    }

    async fn registered(
        folder: Folder,
        others: Vec<(&'static str, String)>,
        register: impl FnOnce(&mut Client, &str),
    ) -> Self {
        let port = free_port();
        let origin = format!("http://localhost:{port}");
        let (callback, after_logout) = (
            format!("{origin}/auth/proconnect/callback"),
            format!("{origin}/auth/proconnect/logout/callback"),
        );
        let mut client = Client::development();
        client.redirect_uris = vec![callback.clone()];
        client.post_logout_redirect_uris = vec![after_logout.clone()];
        register(&mut client, &origin);
        let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let mock = mock_proconnect::start(anywhere, vec![client.clone()]).await;
        let mock = mock.unwrap();
        let root = folder.path().join("public");
        fs::create_dir_all(root.join("pkg")).unwrap();
        fs::write(root.join("pkg/site.css"), "").unwrap();
        let secret: Vec<u8> = (0..64).map(|_| rand::random()).collect();
        let mut variables = vec![
            ("PROCONNECT_DOMAIN", mock.issuer().to_owned()),
            ("PROCONNECT_CLIENT_ID", client.client_id),
            ("PROCONNECT_CLIENT_SECRET", client.client_secret),
            ("PROCONNECT_REDIRECT_URI", callback),
            ("PROCONNECT_POST_LOGOUT_REDIRECT_URI", after_logout),
            ("COOKIE_SECRET", BASE64_STANDARD.encode(secret)),
            ("LEPTOS_OUTPUT_NAME", "site".to_owned()),
            ("LEPTOS_SITE_ROOT", root.display().to_string()),
        ];
        variables.extend(others);
        Self {
            mock,
            origin,
            port,
            variables,
            folder,
        }
    }

    /// Adds a variable, for the replicas that start from now on.
    pub fn set(&mut self, name: &'static str, value: &str) {
        self.variables.retain(|(known, _)| *known != name);
        self.variables.push((name, value.to_owned()));
    }

    /// The stores, as a replica or a command of the server opens them.
    pub async fn stores(&self) -> Stores {
        let settings = Settings::from_variables(|name| self.value(name)).unwrap();
        let unread = Arc::new(JsonLines::new(std::io::sink()));
        let stores = Stores::open(&settings, Clock::system(), unread).await;
        stores.unwrap()
    }

    /// The address of the session store.
    pub fn store_url(&self) -> String {
        let found = self.value("SESSION_STORE_URL");
        found.or_else(|| self.value("DATABASE_URL")).unwrap()
    }

    /// The value of a variable that is set.
    pub fn variable(&self, name: &str) -> String {
        self.value(name).unwrap()
    }

    fn value(&self, name: &str) -> Option<String> {
        let mut variables = self.variables.iter();
        let (_, value) = variables.find(|(known, _)| *known == name)?;
        Some(value.clone())
    }

    /// Runs a command of the server with the variables of the site.
    pub fn run(&self, arguments: &[&str]) -> Output {
        Replica::run(arguments, &self.variables)
    }

    /// Starts the one replica, which may not be ready yet.
    pub fn begin(&self) -> Replica {
        Replica::begin(self.port, &self.variables)
    }

    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// The one replica of a site without a proxy.
    pub async fn alone(&self) -> Replica {
        self.replica(self.port).await
    }

    /// A replica on that port.
    pub async fn replica(&self, port: u16) -> Replica {
        Replica::start(port, &self.variables).await
    }

    /// Two replicas behind nginx, at the site's port.
    pub async fn pair(&self) -> Pair {
        let replicas = [
            self.replica(free_port()).await,
            self.replica(free_port()).await,
        ];
        let nginx = Nginx::start(self.port, [replicas[0].port(), replicas[1].port()]);
        Pair { replicas, nginx }
    }

    pub fn browser(&self) -> Browser {
        Browser::new(&self.origin)
    }
}
