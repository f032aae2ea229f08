//! Reads the environment variables into `Settings`. A test compares the variables that are read
//! here with `docs/configuration.md`, its French version and `.env.example`.

mod access;
mod clear_text;
mod cookie_secret;
mod log_filter;
mod machine;
mod metrics;
mod site;
mod stores;
mod traces;
mod unread;

pub use access::AccessSettings;
pub use metrics::METRICS_ADDR;
pub use stores::SESSION_STORE_URL;
pub use traces::TracesSettings;

use crate::session_store::SessionStoreUrl;
use crate::{
    client_address::{TRUSTED_PROXIES, TrustedProxies},
    security_txt::{SECURITY_CONTACT, SECURITY_TXT_EXPIRES, SecuritySettings},
};
use app::{database::DatabaseUrl, functions};
use chrono::TimeDelta;
use leptos::config::LeptosOptions;
use proconnect::{
    config::{Config, Mistakes, Variables, Warning},
    web::{CookieKeys, SessionLifetimes},
};
use std::{cell::RefCell, collections::BTreeSet, net::SocketAddr};

const DOMAIN: &str = "PROCONNECT_DOMAIN";
const SESSION_IDLE_MINUTES: &str = "SESSION_IDLE_MINUTES";
const SESSION_ABSOLUTE_MINUTES: &str = "SESSION_ABSOLUTE_MINUTES";

/// The server's configuration.
#[derive(Clone)]
pub struct Settings {
    /// How this application is registered at its issuer.
    pub proconnect: Config,
    /// The address to listen on, and the folder of the built site.
    pub site: LeptosOptions,
    /// The database.
    pub database: DatabaseUrl,
    /// The variable that names the database, for messages.
    pub database_variable: &'static str,
    /// The session store; `None` where the sessions are in the database.
    pub session_store: Option<SessionStoreUrl>,
    /// Greatest number of sessions of one agent; `None` for any number.
    pub sessions_per_agent: Option<u32>,
    /// The keys that seal cookies and sessions.
    pub cookie_keys: CookieKeys,
    /// How long a session lasts.
    pub lifetimes: SessionLifetimes,
    /// The contact for vulnerabilities.
    pub security: SecuritySettings,
    /// Who may enter.
    pub access: AccessSettings,
    /// The proxies in front of this server.
    pub trusted_proxies: TrustedProxies,
    /// Where metrics are served; `None` serves none.
    pub metrics: Option<SocketAddr>,
    /// Where traces are sent; `None` exports none.
    pub traces: Option<TracesSettings>,
    /// A warning for each variable that is named like a setting of this server and is not one.
    pub unread: Vec<Warning>,
}

/// Reads an environment variable. A value that is not UTF-8 is read lossily, so that the check of
/// that variable rejects it by name.
pub fn environment(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}

/// Reads the log filter. Logging starts before the other settings are read.
pub fn log_filter() -> String {
    log_filter::read(&mut Variables::new(&environment))
}

/// Reads where traces are sent. They start before the other settings are read.
#[cfg(feature = "opentelemetry")]
pub fn traces() -> Option<TracesSettings> {
    let mut read = Variables::new(&environment);
    let site = site::read(&mut read);
    traces::read(&mut read, &site.output_name)
}

/// Reads the port of the site. The mock's client is registered with it before the other settings
/// are read. A mistake in the port is reported with the others.
#[cfg(feature = "development")]
pub fn site_port() -> u16 {
    let options = site::read(&mut Variables::new(&environment));
    options.site_addr.port()
}

/// Reads the address to listen on, and nothing that a secret is needed for.
///
/// # Errors
/// Returns the mistakes of the address.
pub fn site_addr() -> Result<SocketAddr, Mistakes> {
    let mut read = Variables::new(&environment);
    let options = site::read(&mut read);
    if read.mistakes.0.is_empty() {
        Ok(options.site_addr)
    } else {
        Err(read.mistakes)
    }
}

impl Settings {
    /// Reads the environment, and checks that the files and folders that it names exist on this
    /// machine.
    ///
    /// # Errors
    /// Returns all mistakes at once.
    pub fn from_environment() -> Result<Self, Mistakes> {
        let asked = RefCell::<BTreeSet<_>>::default();
        let settings = Self::on_this_machine(|name| {
            asked.borrow_mut().insert(name.to_owned());
            environment(name)
        })?;
        let set = std::env::vars_os().map(|(name, _)| name.to_string_lossy().into_owned());
        let unread = unread::warnings(set, &asked.take());
        Ok(Self { unread, ..settings })
    }

    /// Like [`Self::from_environment`], with `variable` returning the value of a name.
    ///
    /// # Errors
    /// Returns all mistakes at once.
    pub fn on_this_machine(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Mistakes> {
        let mut draft = Draft::read(&variable);
        draft.check_machine(&variable);
        draft.finish()
    }

    /// Reads the variables without looking at this machine's files.
    ///
    /// # Errors
    /// Returns all mistakes at once.
    pub fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Mistakes> {
        Draft::read(&variable).finish()
    }

    /// Settings that are valid but may not do what the operator meant. They are logged at boot.
    pub fn warnings(&self) -> Vec<Warning> {
        let mut warnings = self.proconnect.warnings();
        warnings.extend(self.unread.iter().cloned());
        warnings.extend(self.trusted_proxies.warning());
        warnings.extend(clear_text::warnings(
            self.database_variable,
            &self.database,
            self.session_store.as_ref(),
        ));
        warnings.extend(metrics::warning(self.metrics));
        warnings.extend(traces::warning(self.traces.as_ref()));
        warnings.extend(access::warnings(&self.access, &self.proconnect));
        warnings.extend(access::of_tables(&self.proconnect));
        if functions::any_needs_a_role() {
            warnings.extend(self.proconnect.warnings_about_roles());
        }
        warnings
    }
}

/// The settings while they are read: a missing value has its mistake in `mistakes`.
struct Draft {
    proconnect: Option<Config>,
    site: LeptosOptions,
    stores: Option<stores::Addresses>,
    sessions_per_agent: Option<u32>,
    cookie_keys: Option<CookieKeys>,
    lifetimes: SessionLifetimes,
    security: SecuritySettings,
    access: AccessSettings,
    trusted_proxies: TrustedProxies,
    metrics: Option<SocketAddr>,
    traces: Option<TracesSettings>,
    mistakes: Mistakes,
}

impl Draft {
    fn read(variable: &dyn Fn(&str) -> Option<String>) -> Self {
        let (proconnect, mut mistakes) = match Config::from_variables(variable) {
            Ok(config) => (Some(config), Mistakes::default()),
            Err(mistakes) => (None, mistakes),
        };
        let mut read = Variables::new(variable);
        let stores = stores::read(&mut read);
        let sessions_per_agent = stores::sessions_per_agent(&mut read);
        let cookie_keys = cookie_secret::read(&mut read);
        let idle = read.value(SESSION_IDLE_MINUTES);
        let absolute = read.value(SESSION_ABSOLUTE_MINUTES);
        let lifetimes = lifetimes(idle.as_deref(), absolute.as_deref(), &mut read.mistakes);
        let contact = read.value(SECURITY_CONTACT);
        let expires = read.value(SECURITY_TXT_EXPIRES);
        let security = |name: &str| match name {
            SECURITY_CONTACT => contact.clone(),
            _ => expires.clone(),
        };
        let security = SecuritySettings::from_variables(security, &mut read.mistakes);
        let access = access::read(&mut read, variable);
        let proxies = read.value(TRUSTED_PROXIES);
        let trusted_proxies =
            TrustedProxies::from_variables(|_| proxies.clone(), &mut read.mistakes);
        let site = site::read(&mut read);
        let metrics = metrics::read(&mut read, site.site_addr);
        let traces = traces::read(&mut read, &site.output_name);
        log_filter::read(&mut read);
        mistakes.extend(read.mistakes);
        Self {
            proconnect,
            site,
            stores,
            sessions_per_agent,
            cookie_keys,
            lifetimes,
            security,
            access,
            trusted_proxies,
            metrics,
            traces,
            mistakes,
        }
    }

    fn check_machine(&mut self, variable: &dyn Fn(&str) -> Option<String>) {
        let mut read = Variables::new(variable);
        let executable = std::env::current_exe().unwrap_or_default();
        machine::check_site(&self.site, &executable, &mut read.mistakes);
        if let Some(stores) = &self.stores {
            machine::check_stores(stores, &mut read);
        }
        let domain = read.value(DOMAIN);
        machine::check_authorities(&mut read, domain.as_deref());
        self.mistakes.extend(read.mistakes);
    }

    fn finish(self) -> Result<Settings, Mistakes> {
        match (self.proconnect, self.stores, self.cookie_keys) {
            (Some(proconnect), Some(stores), Some(cookie_keys)) if self.mistakes.0.is_empty() => {
                Ok(Settings {
                    proconnect,
                    site: self.site,
                    database: stores.database,
                    database_variable: stores.database_variable,
                    session_store: stores.session_store,
                    sessions_per_agent: self.sessions_per_agent,
                    cookie_keys,
                    lifetimes: self.lifetimes,
                    security: self.security,
                    access: self.access,
                    trusted_proxies: self.trusted_proxies,
                    metrics: self.metrics,
                    traces: self.traces,
                    unread: Vec::new(),
                })
            }
            _ => Err(self.mistakes),
        }
    }
}

/// Reads both lifetimes. When only the absolute lifetime is set, the default idle lifetime is cut
/// to it. An idle lifetime that is set above the absolute one is a mistake.
fn lifetimes(
    idle: Option<&str>,
    absolute: Option<&str>,
    mistakes: &mut Mistakes,
) -> SessionLifetimes {
    let absolute = minutes(SESSION_ABSOLUTE_MINUTES, absolute, 720, mistakes);
    let default = absolute.num_minutes().clamp(1, 30);
    let default = u32::try_from(default).unwrap_or(30);
    let lifetimes = SessionLifetimes {
        idle: minutes(SESSION_IDLE_MINUTES, idle, default, mistakes),
        absolute,
    };
    if lifetimes.idle > lifetimes.absolute {
        let expected = format!(
            "at most {}, the value of {SESSION_ABSOLUTE_MINUTES}: a session ends then in any case",
            absolute.num_minutes()
        );
        mistakes.note(SESSION_IDLE_MINUTES, idle, expected);
    }
    lifetimes
}

fn minutes(
    name: &'static str,
    value: Option<&str>,
    default: u32,
    mistakes: &mut Mistakes,
) -> TimeDelta {
    let number = value.map_or(Some(default), |text| text.parse().ok());
    let number = number
        .filter(|minutes| (1..=43_200).contains(minutes))
        .unwrap_or_else(|| {
            let expected = format!("a whole number of minutes from 1 to 43200 (default {default})");
            mistakes.note(name, value, expected);
            default
        });
    TimeDelta::minutes(number.into())
}

#[cfg(test)]
mod tests;
