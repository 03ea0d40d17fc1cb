//! A PostgreSQL server for one run of the tests, in a temporary folder, gone when it is dropped.

use crate::{cleanup, process, setup};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    hash::{BuildHasher, Hasher, RandomState},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// Tests may lose everything in a power cut; they need many connections at once.
const SETTINGS: [&str; 6] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
    "unix_socket_directories=",
    "log_min_messages=fatal",
];
const STARTING: Duration = Duration::from_secs(30);

/// A running server.
pub struct Server {
    child: Arc<Mutex<Child>>,
    url: String,
    _registration: cleanup::Registration,
    _folder: TempDir,
}

impl Server {
    /// Sets up and starts a server that only this machine can reach, with a password that only this run knows.
    pub fn start() -> Result<Self> {
        let programs = setup::postgres::programs()?;
        let folder = tempfile::Builder::new().prefix("xinju-postgres-").tempdir()?;
        let (data, secret) = (folder.path().join("data"), folder.path().join("secret"));
        let password = format!("{:016x}", RandomState::new().build_hasher().finish());
        fs::write(&secret, &password)?;
        let owner = Owner::of(folder.path())?;
        let mut initdb = owner.command(&programs.join("initdb"));
        process::output(
            initdb
                .args([
                    "--username=xinju",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync",
                ])
                .arg(format!("--pwfile={}", secret.display()))
                .arg(format!("--pgdata={}", data.display())),
        )
        .context("PostgreSQL can't make a database folder")?;

        let port = free_port()?;
        let mut postgres = owner.command(&programs.join("postgres"));
        postgres
            .arg("-D")
            .arg(&data)
            .args(["-h", "127.0.0.1", "-p", &port.to_string()]);
        for setting in SETTINGS {
            postgres.args(["-c", setting]);
        }
        let child = postgres
            .stdin(Stdio::null())
            .spawn()
            .context("can't start PostgreSQL")?;
        let child = Arc::new(Mutex::new(child));
        let (to_stop, to_remove) = (Arc::clone(&child), folder.path().to_path_buf());
        let registration = cleanup::register(move || {
            stop(&to_stop, &to_remove);
            // The system cleans its temporary folder if this fails.
            let _ = fs::remove_dir_all(&to_remove);
        });
        let url = format!("postgres://xinju:{password}@127.0.0.1:{port}/postgres");
        let server = Self {
            child,
            url,
            _registration: registration,
            _folder: folder,
        };
        server.wait_until_ready(port)?;
        Ok(server)
    }

    /// The address of its maintenance database, for a user who may make others.
    pub fn url(&self) -> &str {
        &self.url
    }

    fn wait_until_ready(&self, port: u16) -> Result<()> {
        let start = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            let ended = self.child.lock().unwrap_or_else(PoisonError::into_inner).try_wait()?;
            if let Some(status) = ended {
                bail!("PostgreSQL ended at once ({status})");
            }
            if start.elapsed() > STARTING {
                bail!("PostgreSQL doesn't answer on port {port}");
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        stop(&self.child, self._folder.path());
    }
}

/// Ends the server. The process that was started may be one that only switched the user, so the server's own process is
/// told, by the id that it left in its folder.
fn stop(child: &Mutex<Child>, folder: &Path) {
    let pid = fs::read_to_string(folder.join("data/postmaster.pid")).ok();
    let mut child = child.lock().unwrap_or_else(PoisonError::into_inner);
    let told = pid
        .as_deref()
        .and_then(|content| content.lines().next())
        .is_some_and(|pid| process::succeeds(Command::new("kill").args(["-INT", pid])));
    // Nothing more can be done about a process that can be neither told nor killed.
    if !told {
        let _ = child.kill();
    }
    let _ = child.wait();
}

/// Who the server runs as: PostgreSQL refuses to run as root.
enum Owner {
    Ourselves,
    Other(&'static str),
}

impl Owner {
    /// Picks the owner and hands the folder over.
    fn of(folder: &Path) -> Result<Self> {
        if !process::is_root() {
            return Ok(Self::Ourselves);
        }
        let user = ["postgres", "nobody"]
            .into_iter()
            .find(|user| process::succeeds(Command::new("id").arg(user)))
            .context("PostgreSQL doesn't run as root, and there is neither a user `postgres` nor `nobody`")?;
        process::output(Command::new("chown").args(["-R", user]).arg(folder))?;
        Ok(Self::Other(user))
    }

    fn command(&self, program: &PathBuf) -> Command {
        // Its own folder may be closed to the other user; the root isn't.
        let mut command = match self {
            Self::Ourselves => Command::new(program),
            Self::Other(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(program);
                command
            }
        };
        command.current_dir("/");
        command
    }
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
