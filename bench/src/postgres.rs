//! A PostgreSQL server of our own for a benchmark, ended when it is dropped. What it holds stays in its folder.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use sea_orm::{ConnectOptions, Database, DatabaseConnection};

pub struct Server {
    child: Child,
    data: PathBuf,
    port: u16,
}

impl Server {
    /// Starts the server with these settings, on one core or on all; makes its folder where there is none. It answers
    /// this machine alone, whoever asks.
    pub fn start(programs: &Path, folder: &Path, port: u16, core: Option<u8>, settings: &[&str]) -> Result<Self> {
        let data = folder.join("data");
        let is_root = Command::new("id").arg("-u").output()?.stdout.starts_with(b"0\n");
        if !data.join("PG_VERSION").exists() {
            std::fs::create_dir_all(folder)?;
            if is_root {
                ensure!(
                    Command::new("chown").arg("postgres").arg(folder).status()?.success(),
                    "chown"
                );
            }
            let made = command(None, is_root, &programs.join("initdb"))
                .args([
                    "--username=bench",
                    "--auth=trust",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync",
                ])
                .arg(format!("--pgdata={}", data.display()))
                .current_dir("/")
                .stdout(Stdio::null())
                .status()?;
            ensure!(made.success(), "PostgreSQL can't make a database folder");
        }
        let mut command = command(core, is_root, &programs.join("postgres"));
        command.arg("-D").arg(&data);
        command.args(["-h", "127.0.0.1", "-p", &port.to_string()]);
        for setting in settings.iter().chain(&["unix_socket_directories="]) {
            command.args(["-c", setting]);
        }
        let log = std::fs::File::create(std::env::temp_dir().join(format!("xinju-bench-postgres-{port}.log")))?;
        let child = command
            .current_dir("/")
            .stdin(Stdio::null())
            .stderr(log)
            .spawn()
            .context("starting PostgreSQL")?;
        Ok(Self { child, data, port })
    }

    /// The address of one of its databases; `postgres` is always there.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://bench@127.0.0.1:{}/{database}", self.port)
    }

    /// One connection, once it answers.
    pub async fn connect(&self, database: &str) -> Result<DatabaseConnection> {
        let mut options = ConnectOptions::new(self.url(database));
        options.max_connections(1).sqlx_logging(false);
        for _ in 0..100 {
            if let Ok(connection) = Database::connect(options.clone()).await {
                return Ok(connection);
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        Ok(Database::connect(options).await?)
    }

    /// The folder of what its databases hold.
    pub fn folder(&self) -> PathBuf {
        self.data.join("base")
    }
}

/// A program of PostgreSQL, which refuses to run as root.
fn command(core: Option<u8>, is_root: bool, program: &Path) -> Command {
    let mut words: Vec<std::ffi::OsString> = Vec::new();
    if let Some(core) = core {
        words.extend(["taskset", "-c"].map(Into::into));
        words.push(core.to_string().into());
    }
    if is_root {
        words.extend(["runuser", "-u", "postgres", "--"].map(Into::into));
    }
    words.push(program.into());
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]);
    command
}

impl Drop for Server {
    fn drop(&mut self) {
        let pid = std::fs::read_to_string(self.data.join("postmaster.pid")).unwrap_or_default();
        if let Some(pid) = pid.lines().next() {
            let _ = Command::new("kill").args(["-INT", pid]).status();
        }
        let _ = self.child.wait();
    }
}
