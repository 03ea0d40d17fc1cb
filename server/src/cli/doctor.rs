//! `xinju doctor`: looks at everything that an installation needs and says what to mend.

use std::fmt;
use std::path::Path;
use std::process::ExitCode;

use backend::config::Config;
use backend::crypto::{KeyFileError, Keys};
use backend::database::Database;
use backend::mail::Mailer;
use backend::search::IndexError;

use super::migrate;
use crate::http::assets;
use crate::settings::{Settings, check, unknown_variables};

/// Below this much free space photos and backups soon fail.
const LITTLE_SPACE_MIB: u64 = 1024;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Each line begins with ok, warn or fail, and names the fix. The exit code is 1 when a line says fail.\n\n\
                        Example:\n  XINJU_DATA_DIR=/var/lib/xinju xinju doctor"
)]
pub struct Options {}

enum Verdict {
    Ok,
    Warn,
    Fail,
}

struct Finding {
    verdict: Verdict,
    subject: &'static str,
    text: String,
}

impl Finding {
    fn ok(subject: &'static str, text: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::Ok,
            subject,
            text: text.into(),
        }
    }

    fn warn(subject: &'static str, text: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::Warn,
            subject,
            text: text.into(),
        }
    }

    fn fail(subject: &'static str, text: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::Fail,
            subject,
            text: text.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = match self.verdict {
            Verdict::Ok => "ok",
            Verdict::Warn => "warn",
            Verdict::Fail => "fail",
        };
        write!(f, "{verdict:<5} {:<10} {}", self.subject, self.text)
    }
}

pub async fn run(settings: &Settings, _options: Options) -> ExitCode {
    let findings = examine(settings).await;
    for finding in &findings {
        println!("{finding}");
    }
    if findings.iter().any(|finding| matches!(finding.verdict, Verdict::Fail)) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

async fn examine(settings: &Settings) -> Vec<Finding> {
    let config = settings.config_unchecked();
    let mut findings = settings_findings(settings, &config);
    findings.push(data_folder(&config.data_dir));
    findings.extend(open_to_others(&config));
    findings.extend(disk_space(&config.data_dir));
    findings.push(key_file(&config.key_file));
    let database = database(&config).await;
    let has_database = matches!(database.verdict, Verdict::Ok);
    findings.push(database);
    if has_database {
        findings.push(index(settings).await);
        findings.extend(letters(&config).await);
    }
    findings.push(synonyms(&config));
    findings.push(mail(&config).await);
    findings.push(match assets::package() {
        Ok(_) => Finding::ok("site", "the browser half is there"),
        Err(error) => Finding::fail("site", error.to_string()),
    });
    findings
}

fn settings_findings(settings: &Settings, config: &Config) -> Vec<Finding> {
    let mut findings: Vec<Finding> = check(settings)
        .iter()
        .map(|problem| Finding::fail("settings", problem.to_string()))
        .collect();
    if findings.is_empty() {
        findings.push(Finding::ok("settings", format!("the site is {}", config.base_url)));
    }
    findings.extend(unknown_variables().iter().map(|name| {
        Finding::warn(
            "settings",
            format!("{name} is no setting: see docs/settings.md for the right name"),
        )
    }));
    if !settings.listen.ip().is_loopback() && config.base_url.is_loopback() {
        findings.push(Finding::warn(
            "settings",
            "it listens to the network, yet links in mails point to this machine and other hosts are refused: set XINJU_BASE_URL",
        ));
    }
    findings
}

fn data_folder(folder: &Path) -> Finding {
    let probe = folder.join(".doctor");
    let written = std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&probe, b""))
        .and_then(|()| std::fs::remove_file(&probe));
    match written {
        Ok(()) => Finding::ok("data", format!("{} can be written", folder.display())),
        Err(error) => Finding::fail(
            "data",
            format!(
                "{} can't be written ({error}): make it belong to the user that runs xinju, or set XINJU_DATA_DIR",
                folder.display()
            ),
        ),
    }
}

/// What the program makes is its user's alone, but a folder or a database may have been there before. The key file is
/// looked at when it is read.
#[cfg(unix)]
fn open_to_others(config: &Config) -> Vec<Finding> {
    use std::os::unix::fs::PermissionsExt as _;
    let database = config.sqlite_file();
    let places = std::iter::once(config.data_dir.as_path()).chain(database.as_deref());
    places
        .filter_map(|path| {
            let mode = std::fs::metadata(path).ok()?.permissions().mode() & 0o777;
            let path = path.display();
            (mode & 0o077 != 0).then(|| {
                let text =
                    format!("{path} is open to other users of this machine (mode {mode:o}): run `chmod -R go= {path}`");
                Finding::warn("data", text)
            })
        })
        .collect()
}

#[cfg(not(unix))]
fn open_to_others(_config: &Config) -> Vec<Finding> {
    Vec::new()
}

/// Asks `df`, which every Unix has; elsewhere nothing is said.
fn disk_space(folder: &Path) -> Option<Finding> {
    let output = std::process::Command::new("df").arg("-Pk").arg(folder).output().ok()?;
    let free_mib = free_kib(&String::from_utf8_lossy(&output.stdout))? / 1024;
    let text = format!("{free_mib} MiB free");
    Some(if free_mib < LITTLE_SPACE_MIB {
        Finding::warn(
            "disk",
            format!("{text}: make room, or move the data folder to a larger disk"),
        )
    } else {
        Finding::ok("disk", text)
    })
}

fn free_kib(df: &str) -> Option<u64> {
    df.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

fn key_file(path: &Path) -> Finding {
    if !path.exists() {
        return Finding::warn(
            "keys",
            format!("{} is not there yet; the first start makes it", path.display()),
        );
    }
    match Keys::load(path) {
        Ok(keys) => Finding::ok(
            "keys",
            format!("{} seals with {}", path.display(), keys.ids().last().unwrap_or("?")),
        ),
        Err(error @ KeyFileError::Io { .. }) => Finding::fail(
            "keys",
            format!("{error}: make it readable for the user that runs xinju"),
        ),
        Err(error) => Finding::fail("keys", error.to_string()),
    }
}

async fn database(config: &Config) -> Finding {
    let name = config.database_url.redacted();
    let database = match Database::connect(config.database_url.expose()).await {
        Ok(database) => database,
        Err(error) => {
            let cause = std::error::Error::source(&error)
                .map(ToString::to_string)
                .unwrap_or_default();
            return Finding::fail(
                "database",
                format!("{name} can't be reached ({cause}): check XINJU_DATABASE_URL"),
            );
        }
    };
    match migrate::pending(&database).await {
        Ok(0) => Finding::ok("database", format!("{name} is up to date")),
        Ok(count) => Finding::fail(
            "database",
            format!("{name} lacks {count} migrations: run `xinju migrate`"),
        ),
        Err(error) => Finding::fail("database", format!("{name} can't be asked: {error}")),
    }
}

/// Letters that nobody tries to send any more.
async fn letters(config: &Config) -> Option<Finding> {
    let database = Database::connect(config.database_url.expose()).await.ok()?;
    Some(match backend::notice::given_up(&database).await {
        Ok(0) => Finding::ok("letters", "none was given up"),
        Ok(count) => Finding::warn(
            "letters",
            format!("{count} could not be sent and were given up: an administrator sends them again from the desk"),
        ),
        Err(error) => Finding::fail("letters", format!("can't be counted: {error}")),
    })
}

async fn index(settings: &Settings) -> Finding {
    let folder = settings.config_unchecked().index_dir();
    if !folder.exists() {
        return Finding::warn(
            "index",
            format!("{} is not there yet; the first start fills it", folder.display()),
        );
    }
    let opened = match super::open(settings).await {
        Ok(backend) => backend::search::open(&backend)
            .await
            .map(|()| backend::search::is_ready(&backend)),
        // Said above already, line by line.
        Err(_) => return Finding::warn("index", "not looked at before the rest is mended"),
    };
    match opened {
        Ok(true) => Finding::ok("index", format!("{} opens", folder.display())),
        Ok(false) => Finding::warn("index", "it is not complete; the next start fills it"),
        Err(backend::Error::Search(error)) if matches!(error.downcast_ref(), Some(IndexError::InUse)) => {
            Finding::ok("index", "a running xinju is using it; its /readyz says how it does")
        }
        Err(error) => Finding::fail("index", format!("{error}: run `xinju reindex`")),
    }
}

fn synonyms(config: &Config) -> Finding {
    let path = config.synonyms_file();
    let name = path.display();
    match backend::search::read_synonyms(&path) {
        Ok(_) if !path.exists() => Finding::ok(
            "synonyms",
            format!("those that come with xinju; more may stand in {name}"),
        ),
        Ok(own) => Finding::ok("synonyms", format!("{name} holds {} entries", own.len())),
        Err(error) => Finding::fail("synonyms", format!("{name}, {error}: see docs/search-synonyms.md")),
    }
}

async fn mail(config: &Config) -> Finding {
    let Some(url) = &config.mail.smtp_url else {
        return Finding::warn(
            "mail",
            format!("no mail server: mails become files in {}", config.mail_dir().display()),
        );
    };
    let reachable = match Mailer::new(config) {
        Ok(mailer) => mailer.is_reachable().await,
        Err(error) => Err(error),
    };
    match reachable {
        Ok(true) => Finding::ok("mail", format!("{} answers", url.redacted())),
        Ok(false) => Finding::fail(
            "mail",
            format!("{} does not answer: check XINJU_SMTP_URL", url.redacted()),
        ),
        Err(error) => Finding::fail("mail", format!("{}: {error}: check XINJU_SMTP_URL", url.redacted())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_free_space_that_df_tells() {
        let df = "Filesystem     1024-blocks      Used Available Capacity Mounted on\n/dev/vda1         61255492  20123456  38012345      35% /\n";
        assert_eq!(free_kib(df), Some(38_012_345));
        assert_eq!(free_kib(""), None);
    }

    #[tokio::test]
    async fn a_new_installation_is_told_to_migrate() {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings {
            data_dir: folder.path().join("data"),
            ..Settings::default()
        };
        let report: Vec<String> = examine(&settings).await.iter().map(ToString::to_string).collect();
        let line = |start: &str| report.iter().any(|line| line.starts_with(start));
        assert!(line("ok    data"), "{report:#?}");
        assert!(line("warn  keys"), "{report:#?}");
        assert!(
            report
                .iter()
                .any(|line| line.starts_with("fail  database") && line.ends_with("run `xinju migrate`")),
            "{report:#?}"
        );
        migrate::run(&settings, migrate::Options::default()).await.unwrap();
        Keys::load_or_create(&folder.path().join("data/keys.toml")).unwrap();
        let report: Vec<String> = examine(&settings).await.iter().map(ToString::to_string).collect();
        let line = |start: &str| report.iter().any(|line| line.starts_with(start));
        assert!(line("ok    database") && line("ok    keys"), "{report:#?}");
    }
}
