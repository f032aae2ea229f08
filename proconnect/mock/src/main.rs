//! The mock ProConnect as a program, for one relying party described by flags, or for those of a
//! file.

use clap::{Args, Parser};
#[cfg(feature = "audit")]
use mock_proconnect::audit;
use mock_proconnect::{Alg, Client, Host, MockProConnect, Start};
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;

/// A mock ProConnect for one relying party, or those of a file. Stops on SIGTERM and Ctrl-C.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[cfg(feature = "audit")]
    #[command(subcommand)]
    command: Option<Subcommand>,
    #[command(flatten)]
    issuer: IssuerArguments,
}

#[cfg(feature = "audit")]
#[derive(clap::Subcommand)]
enum Subcommand {
    /// Attack a service from outside, and report what it accepts
    Audit {
        #[command(flatten)]
        audit: Box<audit::arguments::Arguments>,
        #[command(flatten)]
        issuer: IssuerArguments,
    },
}

/// The relying parties, and where the issuer listens.
#[derive(Args)]
struct IssuerArguments {
    /// Where to listen; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:3100")]
    address: SocketAddr,
    /// The host of the issuer: localhost, 127.0.0.1, or a name under .localhost
    #[arg(long, default_value_t)]
    host: Host,
    /// Serve https; the certificate to trust is made for the run, and its path printed
    #[arg(long)]
    https: bool,
    /// A JSON file with a list of relying parties, in place of the one that the other flags describe
    #[arg(long)]
    clients: Option<PathBuf>,
    #[arg(long, default_value_t = Client::development().client_id)]
    client_id: String,
    #[arg(long, default_value_t = Client::development().client_secret)]
    client_secret: String,
    /// Shown on the login page
    #[arg(long, default_value_t = Client::development().name)]
    client_name: String,
    /// May be repeated
    #[arg(long = "redirect-uri", default_values_t = Client::development().redirect_uris)]
    redirect_uris: Vec<String>,
    /// May be repeated
    #[arg(
        long = "post-logout-redirect-uri",
        default_values_t = Client::development().post_logout_redirect_uris
    )]
    post_logout_redirect_uris: Vec<String>,
    /// Where logout tokens are sent; ProConnect sends none, and neither does the mock without this flag
    #[arg(long)]
    backchannel_logout_uri: Option<String>,
    /// A scope that may be asked for; may be repeated
    #[arg(long = "scope", default_values_t = Client::development().scopes)]
    scopes: Vec<String>,
    /// RS256, ES256 or HS256
    #[arg(long, default_value = "RS256")]
    id_token_alg: Alg,
    /// RS256, ES256, HS256, or none for plain JSON
    #[arg(long, default_value = "RS256")]
    userinfo_alg: UserinfoAlg,
}

#[derive(Clone, Copy)]
struct UserinfoAlg(Option<Alg>);

impl FromStr for UserinfoAlg {
    type Err = <Alg as FromStr>::Err;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "none" => Ok(Self(None)),
            _ => name.parse().map(|alg| Self(Some(alg))),
        }
    }
}

impl IssuerArguments {
    async fn start(self) -> io::Result<MockProConnect> {
        let (address, host, https) = (self.address, self.host.clone(), self.https);
        let start = Start::new(address, self.clients()?).host(host);
        let start = if https { start.https() } else { start };
        start.run().await.map_err(explain)
    }

    fn client(self) -> Client {
        Client {
            client_id: self.client_id,
            client_secret: self.client_secret,
            name: self.client_name,
            redirect_uris: self.redirect_uris,
            post_logout_redirect_uris: self.post_logout_redirect_uris,
            backchannel_logout_uri: self.backchannel_logout_uri,
            scopes: self.scopes,
            id_token_signed_response_alg: self.id_token_alg,
            userinfo_signed_response_alg: self.userinfo_alg.0,
            ..Client::development()
        }
    }

    fn clients(self) -> io::Result<Vec<Client>> {
        let Some(path) = &self.clients else {
            return Ok(vec![self.client()]);
        };
        let map_error =
            |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
        let json = std::fs::read(path).map_err(map_error)?;
        serde_json::from_slice(&json).map_err(|error| map_error(error.into()))
    }
}

/// An address in use is often that of another mock.
fn explain(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::AddrInUse => io::Error::new(
            error.kind(),
            format!(
                "{error}: another mock? Stop it and restart your service, or choose --address (the issuer of the \
                 service changes too)"
            ),
        ),
        _ => error,
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    #[cfg(feature = "audit")]
    if let Some(Subcommand::Audit { audit, issuer }) = arguments.command {
        return run_audit(&audit, issuer).await;
    }
    match serve(arguments.issuer).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

fn fail(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("mock-proconnect: {error}");
    ExitCode::FAILURE
}

/// 1 when the service has faults that no baseline names, 2 when it could not be judged.
#[cfg(feature = "audit")]
async fn run_audit(arguments: &audit::arguments::Arguments, issuer: IssuerArguments) -> ExitCode {
    const NOT_JUDGED: u8 = 2;
    if arguments.list {
        return match audit::list(arguments) {
            Ok(list) => {
                print!("{list}");
                ExitCode::SUCCESS
            }
            Err(error) => fail(&error),
        };
    }
    let started = async { io::Result::Ok((stop_requested()?, issuer.start().await?)) };
    let (stop, mock) = match started.await {
        Ok(started) => started,
        Err(error) => {
            fail(&error);
            return NOT_JUDGED.into();
        }
    };
    let (first, first_received) = tokio::sync::oneshot::channel();
    let second_signal = async {
        let _ = stop.await;
        let second = stop_requested();
        let _ = first.send(());
        match second {
            Ok(second) => drop(second.await),
            Err(_) => std::future::pending().await,
        }
    };
    let stopped = async { drop(first_received.await) };
    // When a second signal ends the audit, dropping it stops the service and Chromium that it started.
    let report = tokio::select! {
        report = audit::audit_until(mock, arguments, stopped) => report,
        () = second_signal => Err(audit::Obstacle("stopped by two signals: no report is written".into())),
    };
    let verdict = report.and_then(|report| report.publish(arguments).map(|()| report.verdict()));
    match verdict {
        Ok(verdict) => verdict.exit_code().into(),
        Err(obstacle) => {
            fail(&obstacle);
            NOT_JUDGED.into()
        }
    }
}

async fn serve(arguments: IssuerArguments) -> io::Result<()> {
    let mock = arguments.start().await?;
    // Registered before the address is printed: a signal sent after that must find its listener.
    let stop = stop_requested()?;
    println!("{}", mock.issuer());
    let authority = write_authority(&mock)?;
    let stopped = stop.await;
    authority.map_or(Ok(()), std::fs::remove_file)?;
    stopped
}

/// Over https, writes the certificate to trust, and prints its path.
fn write_authority(mock: &MockProConnect) -> io::Result<Option<PathBuf>> {
    let Some(pem) = mock.authority() else {
        return Ok(None);
    };
    let name = format!("mock-proconnect-{}.pem", std::process::id());
    let path = std::env::temp_dir().join(name);
    // Never through a link that somebody else left there: a service trusts this file.
    let _ = std::fs::remove_file(&path);
    let mut file = std::fs::File::create_new(&path)?;
    file.write_all(pem.as_bytes())?;
    println!("{}", path.display());
    Ok(Some(path))
}

#[cfg(unix)]
fn stop_requested() -> io::Result<impl Future<Output = io::Result<()>>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => Ok(()),
            _ = terminate.recv() => Ok(()),
        }
    })
}

#[cfg(not(unix))]
fn stop_requested() -> io::Result<impl Future<Output = io::Result<()>>> {
    Ok(tokio::signal::ctrl_c())
}
