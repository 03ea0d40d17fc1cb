//! Which settings must not go into service, and why.

use std::fmt;

use backend::config::{BaseUrl, is_loopback};
use backend::mail::is_sender;
use url::Url;

use super::Settings;

/// A setting that can't be used, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The environment variable.
    pub variable: &'static str,
    /// What is wrong and how to mend it.
    pub advice: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.variable, self.advice)
    }
}

/// Everything that is wrong with the settings; empty when they can be used.
pub fn check(settings: &Settings) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut refuse = |variable, advice: &str| {
        problems.push(Problem {
            variable,
            advice: advice.to_owned(),
        })
    };

    if let Some(Err(error)) = settings.base_url.as_deref().map(BaseUrl::parse) {
        refuse("XINJU_BASE_URL", &error.to_string());
    }
    let base_url = settings.base_url();
    let public = !base_url.is_loopback();
    if public && !base_url.is_https() && !settings.allow_insecure {
        refuse(
            "XINJU_BASE_URL",
            "a public site needs https://, since passwords and documents travel through it \
             (put a TLS proxy before it, or set XINJU_ALLOW_INSECURE=true in a closed network)",
        );
    }
    if public && cfg!(feature = "dev-tools") {
        refuse(
            "XINJU_BASE_URL",
            "this is a developer's build, which shows every mail at /dev/mail: build with --release",
        );
    }
    if cfg!(feature = "dev-tools") && !settings.listen.ip().is_loopback() && !settings.development_outside {
        refuse(
            "XINJU_LISTEN",
            "this is a developer's build, which shows every mail at /dev/mail to whoever reaches it: listen at 127.0.0.1, \
             build with --release, or set XINJU_DEVELOPMENT_OUTSIDE=true if nobody else is on the network",
        );
    }
    if public && settings.mail.smtp_url.is_none() && !settings.mail.to_files {
        refuse(
            "XINJU_SMTP_URL",
            "without a mail server nobody gets a mail: set it, or XINJU_MAIL_TO_FILES=true if that is meant",
        );
    }
    if let Some(url) = &settings.mail.smtp_url {
        match Url::parse(url.expose()) {
            Ok(url) if is_unprotected(&url) && !settings.allow_insecure => refuse(
                "XINJU_SMTP_URL",
                "mails would travel in the open: use smtps:// or add ?tls=required (or set XINJU_ALLOW_INSECURE=true)",
            ),
            Ok(_) => {}
            Err(_) => refuse(
                "XINJU_SMTP_URL",
                "it must be like smtps://user:password@mail.example.cn:465",
            ),
        }
    }
    if let Some(url) = &settings.database_url
        && !["sqlite:", "postgres:", "postgresql:"]
            .iter()
            .any(|scheme| url.expose().starts_with(scheme))
    {
        refuse("XINJU_DATABASE_URL", "it must begin with sqlite:// or postgres://");
    }
    let code = &settings.centre.city_code;
    if code.len() != 4 || !code.bytes().all(|b| b.is_ascii_digit()) {
        refuse(
            "XINJU_CITY_CODE",
            "it must be the four digits of a city, such as 3504 for Sanming",
        );
    }
    for (variable, value) in [
        ("XINJU_MAX_CONNECTIONS", settings.http.max_connections as u64),
        ("XINJU_REQUEST_TIMEOUT_S", settings.http.request_timeout_s),
        ("XINJU_WORKERS", settings.http.workers as u64),
        ("XINJU_KEEP_JOBS_DAYS", settings.keep_jobs_days.into()),
    ] {
        if value == 0 {
            refuse(variable, "it must be at least 1");
        }
    }
    if !is_sender(&settings.config_unchecked().mail.from) {
        refuse("XINJU_MAIL_FROM", "it must be like 新居 <xinju@example.cn>");
    }
    problems
}

fn is_unprotected(url: &Url) -> bool {
    let protected = url.scheme() == "smtps"
        || url
            .query_pairs()
            .any(|(key, value)| key == "tls" && value == "required");
    !protected && !is_loopback(url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use backend::config::Secret;

    fn public() -> Settings {
        let mut settings = Settings {
            base_url: Some("https://zufang.example.cn".to_owned()),
            ..Settings::default()
        };
        settings.mail.smtp_url = Some(Secret::new("smtps://me:secret@mail.example.cn"));
        settings
    }

    /// The variables that are complained about, without what only a developer's build complains about.
    fn refused(change: impl FnOnce(&mut Settings)) -> Vec<&'static str> {
        let mut settings = public();
        change(&mut settings);
        let problems = check(&settings)
            .into_iter()
            .filter(|problem| !problem.advice.starts_with("this is a developer's"));
        problems.map(|problem| problem.variable).collect()
    }

    #[test]
    fn a_safe_public_site_is_taken() {
        assert_eq!(refused(|_| {}), [""; 0]);
        assert_eq!(
            refused(|s| s.mail.smtp_url = Some(Secret::new("smtp://mail.example.cn:587?tls=required"))),
            [""; 0]
        );
        assert_eq!(
            refused(|s| s.mail.smtp_url = Some(Secret::new("smtp://127.0.0.1:25"))),
            [""; 0]
        );
    }

    #[test]
    fn a_developers_build_serves_no_public_site() {
        let complains = check(&public())
            .iter()
            .any(|problem| problem.advice.starts_with("this is a developer's"));
        assert_eq!(complains, cfg!(feature = "dev-tools"));
    }

    #[test]
    fn a_developers_build_could_be_reached_from_outside() {
        for (listen, told, refused) in [
            ("0.0.0.0:3000", false, true),
            ("[::]:3000", false, true),
            ("192.168.1.5:3000", false, true),
            ("0.0.0.0:3000", true, false),
            ("127.0.0.1:3000", false, false),
            ("[::1]:3000", false, false),
        ] {
            let settings = Settings {
                listen: listen.parse().unwrap(),
                development_outside: told,
                ..Settings::default()
            };
            let complains = check(&settings)
                .iter()
                .any(|problem| problem.variable == "XINJU_LISTEN");
            assert_eq!(complains, refused && cfg!(feature = "dev-tools"), "{listen}");
        }
    }

    #[test]
    fn unsafe_combinations_are_refused_unless_they_are_meant() {
        assert_eq!(
            refused(|s| s.base_url = Some("http://zufang.example.cn".to_owned())),
            ["XINJU_BASE_URL"]
        );
        assert_eq!(
            refused(|s| {
                s.base_url = Some("http://zufang.example.cn".to_owned());
                s.allow_insecure = true;
            }),
            [""; 0]
        );
        assert_eq!(refused(|s| s.mail.smtp_url = None), ["XINJU_SMTP_URL"]);
        assert_eq!(
            refused(|s| {
                s.mail.smtp_url = None;
                s.mail.to_files = true;
            }),
            [""; 0]
        );
        assert_eq!(
            refused(|s| s.mail.smtp_url = Some(Secret::new("smtp://mail.example.cn"))),
            ["XINJU_SMTP_URL"]
        );
    }

    #[test]
    fn nonsense_is_refused() {
        assert_eq!(
            refused(|s| s.base_url = Some("zufang.example.cn".to_owned())),
            ["XINJU_BASE_URL"]
        );
        assert_eq!(
            refused(|s| s.database_url = Some(Secret::new("mysql://a/b"))),
            ["XINJU_DATABASE_URL"]
        );
        assert_eq!(
            refused(|s| s.centre.city_code = "350400".to_owned()),
            ["XINJU_CITY_CODE"]
        );
        assert_eq!(
            refused(|s| s.mail.from = Some("nobody".to_owned())),
            ["XINJU_MAIL_FROM"]
        );
        assert_eq!(refused(|s| s.http.workers = 0), ["XINJU_WORKERS"]);
        assert_eq!(refused(|s| s.keep_jobs_days = 0), ["XINJU_KEEP_JOBS_DAYS"]);
    }

    #[test]
    fn advice_shows_no_password() {
        let mut settings = public();
        settings.mail.smtp_url = Some(Secret::new("smtp://me:hunter2@mail.example.cn"));
        assert!(
            check(&settings)
                .iter()
                .all(|problem| !problem.to_string().contains("hunter2"))
        );
    }
}
