//! The settings of an installation: a file `xinju.toml`, then the environment, checked at the start.
//!
//! `docs/settings.md` explains every one of them to those who run a centre.

mod check;
mod variables;

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use backend::config::{BaseUrl, Centre, Config, MailConfig, Secret, sqlite_in};
use figment::Figment;
use figment::providers::{Env, Format as _, Toml};
use serde::{Deserialize, Deserializer};

pub use check::{Problem, check};
pub use variables::{VARIABLES, Variable, unknown_variables};

/// Everything that can be set. Each field names its environment variable.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// `XINJU_DATA_DIR`: the folder of database, index, photos, mails and keys.
    pub data_dir: PathBuf,
    /// `XINJU_LISTEN`: address and port to serve at.
    pub listen: SocketAddr,
    /// `XINJU_BASE_URL`: where the site is found from outside. Without it, this machine at the port of `listen`.
    pub base_url: Option<String>,
    /// `XINJU_DATABASE_URL`: `sqlite://…` or `postgres://…`. Without it, SQLite in the data folder.
    pub database_url: Option<Secret>,
    /// `XINJU_KEY_FILE`: the keys of sealed columns. Without it, `keys.toml` in the data folder.
    pub key_file: Option<PathBuf>,
    /// `XINJU_ALLOW_INSECURE`: takes a public site without https, and a mail server without TLS.
    pub allow_insecure: bool,
    /// `XINJU_DEVELOPMENT_OUTSIDE`: lets a developer's build listen to the network.
    pub development_outside: bool,
    /// `XINJU_KEEP_JOBS_DAYS`: days that the records of background jobs are kept after they are done.
    pub keep_jobs_days: u32,
    pub mail: MailSettings,
    pub centre: CentreSettings,
    pub log: LogSettings,
    pub http: HttpSettings,
}

/// How mails leave.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailSettings {
    /// `XINJU_SMTP_URL`: the mail server. Without it, mails become files in the data folder.
    pub smtp_url: Option<Secret>,
    /// `XINJU_MAIL_FROM`: the sender, as `Name <address>`.
    pub from: Option<String>,
    /// `XINJU_MAIL_TO_FILES`: takes mails as files although the site is public.
    pub to_files: bool,
    /// `XINJU_MAIL_GATHER_S`: seconds that new listings are gathered, so that several make one mail.
    pub gather_s: u32,
}

impl Default for MailSettings {
    fn default() -> Self {
        Self {
            smtp_url: None,
            from: None,
            to_files: false,
            gather_s: MailConfig::GATHER_S,
        }
    }
}

/// Whose site this is.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CentreSettings {
    /// `XINJU_CENTRE_NAME`: the centre's name in Chinese.
    #[serde(deserialize_with = "text")]
    pub name: String,
    /// `XINJU_CENTRE_NAME_EN`: the centre's name in English.
    #[serde(deserialize_with = "text")]
    pub name_en: String,
    /// `XINJU_CITY_CODE`: the four digits of the city (GB/T 2260).
    #[serde(deserialize_with = "text")]
    pub city_code: String,
}

/// What is logged, and how.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogSettings {
    /// `XINJU_LOG`: what to log, such as `info` or `warn,backend=debug`.
    pub filter: String,
    /// `XINJU_LOG_FORMAT`: `text` for people, `json` for machines.
    pub format: LogFormat,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    #[default]
    Text,
    Json,
}

/// Bounds that keep one visitor from taking everything.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HttpSettings {
    /// `XINJU_MAX_CONNECTIONS`: connections at the same time; more wait.
    pub max_connections: usize,
    /// `XINJU_MAX_CONNECTIONS_PER_ADDRESS`: connections at the same time from one address; more are closed. 0: no cap.
    /// Without it, see [`Settings::connections_per_address`].
    pub max_connections_per_address: Option<usize>,
    /// `XINJU_REQUEST_TIMEOUT_S`: seconds that a request may take.
    pub request_timeout_s: u64,
    /// `XINJU_WORKERS`: how many background jobs run at the same time.
    pub workers: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            data_dir: PathBuf::from("data"),
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 3000)),
            base_url: None,
            database_url: None,
            key_file: None,
            allow_insecure: false,
            development_outside: false,
            keep_jobs_days: Config::KEEP_JOBS_DAYS,
            mail: MailSettings::default(),
            centre: CentreSettings::default(),
            log: LogSettings::default(),
            http: HttpSettings::default(),
        }
    }
}

impl Default for CentreSettings {
    fn default() -> Self {
        let Centre {
            name_zh,
            name_en,
            city_code,
        } = Centre::default();
        Self {
            name: name_zh,
            name_en,
            city_code,
        }
    }
}

impl Default for LogSettings {
    fn default() -> Self {
        Self {
            filter: "info,sqlx=warn,tantivy=warn".to_owned(),
            format: LogFormat::Text,
        }
    }
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            max_connections: 4096,
            max_connections_per_address: None,
            request_timeout_s: 30,
            workers: 2,
        }
    }
}

/// Why there are no settings.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    #[error("the settings file {} is not there", .0.display())]
    Missing(PathBuf),
    #[error("a setting can't be read: {0}")]
    Unreadable(Box<figment::Error>),
    #[error("{}", Problems(.0))]
    Refused(Vec<Problem>),
}

struct Problems<'a>(&'a [Problem]);

impl fmt::Display for Problems<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("these settings can't be used:")?;
        self.0.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
    }
}

impl Settings {
    /// Reads the settings: defaults, then the file, then the environment, then `data_dir` from the command line.
    ///
    /// The file is `config`, or else `xinju.toml` in the working folder, or else the one in the data folder.
    pub fn load(config: Option<&Path>, data_dir: Option<&Path>) -> Result<Self, SettingsError> {
        let environment = Env::raw().filter_map(|name| variables::key_of(name.as_str()).map(Into::into));
        let read = |figment: Figment| -> Result<Self, SettingsError> {
            let mut settings: Self = figment
                .extract()
                .map_err(|error| SettingsError::Unreadable(Box::new(error)))?;
            if let Some(folder) = data_dir {
                settings.data_dir = folder.to_owned();
            }
            Ok(settings)
        };
        let file = match config {
            Some(path) if path.is_file() => Some(path.to_owned()),
            Some(path) => return Err(SettingsError::Missing(path.to_owned())),
            None => {
                let from_environment = read(Figment::from(environment.clone()))?;
                [
                    PathBuf::from("xinju.toml"),
                    from_environment.data_dir.join("xinju.toml"),
                ]
                .into_iter()
                .find(|path| path.is_file())
            }
        };
        let mut figment = Figment::new();
        if let Some(path) = file {
            figment = figment.merge(Toml::file_exact(path));
        }
        read(figment.merge(environment))
    }

    /// What the backend needs, once everything is checked.
    pub fn config(&self) -> Result<Config, SettingsError> {
        let problems = check(self);
        if problems.is_empty() {
            Ok(self.config_unchecked())
        } else {
            Err(SettingsError::Refused(problems))
        }
    }

    /// What the backend needs, even where `check` would refuse to serve with it: for `doctor`.
    pub(crate) fn config_unchecked(&self) -> Config {
        let base_url = self.base_url();
        let defaults = Config::in_folder(&self.data_dir);
        Config {
            database_url: self.database_url.clone().unwrap_or_else(|| sqlite_in(&self.data_dir)),
            key_file: self.key_file.clone().unwrap_or(defaults.key_file),
            mail: MailConfig {
                smtp_url: self.mail.smtp_url.clone(),
                gather_s: self.mail.gather_s,
                from: self
                    .mail
                    .from
                    .clone()
                    .unwrap_or_else(|| format!("新居 Xinju <xinju@{}>", mail_host(&base_url))),
            },
            centre: Centre {
                name_zh: self.centre.name.clone(),
                name_en: self.centre.name_en.clone(),
                city_code: self.centre.city_code.clone(),
            },
            keep_jobs_days: self.keep_jobs_days,
            base_url,
            data_dir: self.data_dir.clone(),
        }
    }

    /// The cap of connections from one address. The program speaks no TLS, so a site with https has a proxy before it, and
    /// every connection comes from the proxy's address.
    pub fn connections_per_address(&self) -> usize {
        let proxied = self.base_url().is_https();
        let default = if proxied { 0 } else { 256 };
        self.http.max_connections_per_address.unwrap_or(default)
    }

    fn base_url(&self) -> BaseUrl {
        let set = self.base_url.as_deref().and_then(|url| BaseUrl::parse(url).ok());
        set.unwrap_or_else(|| BaseUrl::local(self.listen.port()))
    }
}

/// The part of the default sender behind the `@`. A bare IP address would need brackets there.
fn mail_host(base_url: &BaseUrl) -> &str {
    if base_url.is_loopback() {
        "localhost"
    } else {
        base_url.host()
    }
}

/// A text that may look like a number in the environment, such as a city's code.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Text(String),
        Number(u64),
    }
    Ok(match Written::deserialize(deserializer)? {
        Written::Text(text) => text,
        Written::Number(number) => number.to_string(),
    })
}

#[cfg(test)]
#[expect(clippy::result_large_err, reason = "the error type of the jail is figment's")]
mod tests {
    use super::*;

    fn load(set_up: impl FnOnce(&mut figment::Jail) -> figment::error::Result<()>) -> Result<Settings, String> {
        let mut loaded = None;
        figment::Jail::try_with(|jail| {
            jail.clear_env();
            set_up(jail)?;
            loaded = Some(Settings::load(None, None).map_err(|error| error.to_string()));
            Ok(())
        })
        .unwrap();
        loaded.unwrap()
    }

    #[test]
    fn nothing_set_is_a_working_installation() {
        let settings = load(|_| Ok(())).unwrap();
        let config = settings.config().unwrap();
        assert_eq!(settings.listen.to_string(), "127.0.0.1:3000");
        assert_eq!(config.base_url.origin(), "http://127.0.0.1:3000");
        assert_eq!(config.database_url.expose(), "sqlite://data/xinju.sqlite?mode=rwc");
        assert_eq!(config.key_file, Path::new("data/keys.toml"));
        assert_eq!(config.mail.from, "新居 Xinju <xinju@localhost>");
    }

    #[test]
    fn the_environment_goes_before_the_file() {
        let settings = load(|jail| {
            jail.create_file(
                "xinju.toml",
                "listen = \"0.0.0.0:80\"\n[centre]\ncity_code = 3502\n[http]\nworkers = 5",
            )?;
            jail.set_env("XINJU_LISTEN", "127.0.0.1:8080");
            jail.set_env("XINJU_MAIL_FROM", "中心 <a@example.cn>");
            Ok(())
        })
        .unwrap();
        assert_eq!(settings.listen.port(), 8080);
        assert_eq!(settings.centre.city_code, "3502");
        assert_eq!(settings.http.workers, 5);
        assert_eq!(settings.mail.from.as_deref(), Some("中心 <a@example.cn>"));
    }

    #[test]
    fn one_address_has_a_cap_unless_it_is_a_proxys() {
        let mut settings = Settings::default();
        assert_eq!(settings.connections_per_address(), 256);
        settings.base_url = Some("https://zufang.example.cn".to_owned());
        assert_eq!(settings.connections_per_address(), 0);
        settings.http.max_connections_per_address = Some(20);
        assert_eq!(settings.connections_per_address(), 20);
    }

    #[test]
    fn the_data_folder_may_hold_the_file() {
        let settings = load(|jail| {
            jail.create_dir("lake")?;
            jail.create_file("lake/xinju.toml", "base_url = \"http://localhost:9\"")?;
            jail.set_env("XINJU_DATA_DIR", "lake");
            jail.set_env("XINJU_CITY_CODE", "3504");
            Ok(())
        })
        .unwrap();
        assert_eq!(settings.config().unwrap().base_url.origin(), "http://localhost:9");
        assert_eq!(settings.config().unwrap().key_file, Path::new("lake/keys.toml"));
        assert_eq!(settings.centre.city_code, "3504");
    }

    #[test]
    fn a_misspelt_or_misformed_setting_is_named() {
        let error = load(|jail| jail.create_file("xinju.toml", "lissten = 1").map(|_| ())).unwrap_err();
        assert!(error.contains("lissten"), "{error}");
        let error = load(|jail| {
            jail.set_env("XINJU_LISTEN", "everywhere");
            Ok(())
        })
        .unwrap_err();
        assert!(error.contains("LISTEN"), "{error}");
        let error = Settings::load(Some(Path::new("/nowhere/xinju.toml")), None).unwrap_err();
        assert_eq!(error.to_string(), "the settings file /nowhere/xinju.toml is not there");
    }
}
