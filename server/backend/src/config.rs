//! What the backend must be told about its installation. The program reads and checks the settings; here they are facts.

use std::fmt;
use std::path::{Path, PathBuf};

use url::{Host, Url};

/// The settings of one installation that the backend needs.
#[derive(Clone, Debug)]
pub struct Config {
    /// The folder that holds everything that is not in the database server: SQLite file, index, photos, keys.
    pub data_dir: PathBuf,
    /// `sqlite://…` or `postgres://…`.
    pub database_url: Secret,
    /// Where the site is found from outside; links in mails begin with it.
    pub base_url: BaseUrl,
    /// The key file, by default `keys.toml` in the data folder.
    pub key_file: PathBuf,
    pub mail: MailConfig,
    pub centre: Centre,
    /// So many days the rows of jobs that are done are kept.
    pub keep_jobs_days: u32,
}

/// How mails leave.
#[derive(Clone, Debug)]
pub struct MailConfig {
    /// `smtps://user:password@host:465` or `smtp://host:587?tls=required`. Without it mails become files in `<data>/mail`.
    pub smtp_url: Option<Secret>,
    /// The sender, such as `新居 <xinju@example.cn>`.
    pub from: String,
    /// So long new listings are gathered before saved searches are asked about them, so that several make one mail.
    pub gather_s: u32,
}

impl MailConfig {
    pub const GATHER_S: u32 = 60;
}

/// The centre whose site this is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Centre {
    pub name_zh: String,
    pub name_en: String,
    /// GB/T 2260 code of the city, four digits (`3504` is Sanming), the beginning of every house number.
    pub city_code: String,
}

impl Centre {
    pub fn name(&self, lang: domain::lang::Lang) -> &str {
        match lang {
            domain::lang::Lang::Zh => &self.name_zh,
            domain::lang::Lang::En => &self.name_en,
        }
    }
}

impl Default for Centre {
    fn default() -> Self {
        Self {
            name_zh: "三明市房屋租赁咨询中心".to_owned(),
            name_en: "Sanming Rental Consultation Centre".to_owned(),
            city_code: "3504".to_owned(),
        }
    }
}

impl Config {
    pub const KEEP_JOBS_DAYS: u32 = 30;

    /// An installation with SQLite in `data_dir`, mails as files, and defaults for the rest.
    pub fn in_folder(data_dir: impl Into<PathBuf>) -> Self {
        let data_dir = data_dir.into();
        Self {
            database_url: sqlite_in(&data_dir),
            key_file: data_dir.join("keys.toml"),
            base_url: BaseUrl::local(3000),
            mail: MailConfig {
                smtp_url: None,
                from: "新居 Xinju <xinju@localhost>".to_owned(),
                gather_s: MailConfig::GATHER_S,
            },
            centre: Centre::default(),
            keep_jobs_days: Self::KEEP_JOBS_DAYS,
            data_dir,
        }
    }

    /// The file of the database; `None` on PostgreSQL.
    pub fn sqlite_file(&self) -> Option<PathBuf> {
        let path = self.database_url.expose().strip_prefix("sqlite:")?;
        let path = path.strip_prefix("//").unwrap_or(path);
        Some(path.split('?').next().unwrap_or_default().into())
    }

    /// Photos and proofs.
    pub fn files_dir(&self) -> PathBuf {
        self.data_dir.join("files")
    }

    /// The search index; it can be removed and built anew.
    pub fn index_dir(&self) -> PathBuf {
        self.data_dir.join("index")
    }

    /// Words of the centre's own for the search, see `docs/search-synonyms.md`; it need not be there.
    pub fn synonyms_file(&self) -> PathBuf {
        self.data_dir.join("search").join("synonyms.toml")
    }

    /// Mails, when there is no mail server.
    pub fn mail_dir(&self) -> PathBuf {
        self.data_dir.join("mail")
    }
}

/// The address of the default SQLite database in a data folder; the file is made when it is missing.
pub fn sqlite_in(data_dir: &Path) -> Secret {
    Secret::new(format!("sqlite://{}?mode=rwc", data_dir.join("xinju.sqlite").display()))
}

/// A setting that may hold a password. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The value, for the one place that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The value for people: a URL keeps its scheme, host and path and loses user, password and query.
    pub fn redacted(&self) -> String {
        match Url::parse(&self.0) {
            Ok(url) => format!(
                "{}://{}{}",
                url.scheme(),
                url.host_str().unwrap_or_default(),
                url.path()
            ),
            Err(_) => "…".to_owned(),
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// The public address of the site: scheme, host and port, without a path.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl(Url);

/// A base URL is `http` or `https`, a host, perhaps a port, and nothing behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it must be http:// or https:// with a host and nothing behind it, such as https://zufang.example.cn")]
pub struct NotABaseUrl;

impl BaseUrl {
    pub fn parse(text: &str) -> Result<Self, NotABaseUrl> {
        let url = Url::parse(text.trim()).map_err(|_| NotABaseUrl)?;
        let bare = matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        if bare { Ok(Self(url)) } else { Err(NotABaseUrl) }
    }

    /// `http://127.0.0.1:PORT`.
    pub fn local(port: u16) -> Self {
        Self::parse(&format!("http://127.0.0.1:{port}")).expect("a port number makes a valid URL")
    }

    /// The absolute form of a path of this site, which begins with `/`.
    pub fn join(&self, path: &str) -> String {
        debug_assert!(path.starts_with('/'), "paths of the site begin with a slash");
        format!("{}{path}", self.origin())
    }

    /// As browsers write it in `Origin`: no slash at the end.
    pub fn origin(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }

    /// The host as it stands in the URL.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// Whether cookies can be marked `Secure`.
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Whether only this machine can reach it.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.origin())
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.origin())
    }
}

/// Whether the URL's host is this machine.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        // Of a scheme that the URL standard does not know (`smtp`), an address comes as a name.
        Some(Host::Domain(name)) => {
            name == "localhost"
                || name.ends_with(".localhost")
                || name
                    .parse::<std::net::IpAddr>()
                    .is_ok_and(|address| address.is_loopback())
        }
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_is_an_origin() {
        for (text, origin, https, loopback) in [
            ("https://zufang.example.cn/", "https://zufang.example.cn", true, false),
            ("http://127.0.0.1:3000", "http://127.0.0.1:3000", false, true),
            ("http://localhost", "http://localhost", false, true),
            ("http://[::1]:8080", "http://[::1]:8080", false, true),
            ("https://新居.example.cn", "https://xn--igtz2t.example.cn", true, false),
        ] {
            let url = BaseUrl::parse(text).unwrap();
            assert_eq!(
                (url.origin(), url.is_https(), url.is_loopback()),
                (origin, https, loopback),
                "{text}"
            );
        }
        for text in [
            "",
            "zufang.cn",
            "ftp://a.cn",
            "https://a.cn/path",
            "https://a.cn?x",
            "https://a.cn#x",
            "https://me@a.cn",
        ] {
            assert_eq!(BaseUrl::parse(text), Err(NotABaseUrl), "{text}");
        }
        assert_eq!(BaseUrl::local(3000).join("/me?a=b"), "http://127.0.0.1:3000/me?a=b");
    }

    #[test]
    fn secrets_stay_out_of_debug_output() {
        let mut config = Config::in_folder("/data");
        config.database_url = Secret::new("postgres://xinju:hunter2@db.example.cn/xinju?password=hunter2");
        config.mail.smtp_url = Some(Secret::new("smtps://me:hunter2@mail.example.cn"));
        assert!(!format!("{config:?}").contains("hunter2"));
        assert_eq!(config.database_url.redacted(), "postgres://db.example.cn/xinju");
    }
}
