//! The environment variables, and the setting that each of them sets.

/// One environment variable.
#[derive(Clone, Copy, Debug)]
pub struct Variable {
    pub name: &'static str,
    /// Its place in `xinju.toml`.
    pub key: &'static str,
}

const fn variable(name: &'static str, key: &'static str) -> Variable {
    Variable { name, key }
}

pub const VARIABLES: &[Variable] = &[
    variable("XINJU_DATA_DIR", "data_dir"),
    variable("XINJU_LISTEN", "listen"),
    variable("XINJU_BASE_URL", "base_url"),
    variable("XINJU_DATABASE_URL", "database_url"),
    variable("XINJU_KEY_FILE", "key_file"),
    variable("XINJU_ALLOW_INSECURE", "allow_insecure"),
    variable("XINJU_DEVELOPMENT_OUTSIDE", "development_outside"),
    variable("XINJU_KEEP_JOBS_DAYS", "keep_jobs_days"),
    variable("XINJU_SMTP_URL", "mail.smtp_url"),
    variable("XINJU_MAIL_FROM", "mail.from"),
    variable("XINJU_MAIL_TO_FILES", "mail.to_files"),
    variable("XINJU_MAIL_GATHER_S", "mail.gather_s"),
    variable("XINJU_CENTRE_NAME", "centre.name"),
    variable("XINJU_CENTRE_NAME_EN", "centre.name_en"),
    variable("XINJU_CITY_CODE", "centre.city_code"),
    variable("XINJU_LOG", "log.filter"),
    variable("XINJU_LOG_FORMAT", "log.format"),
    variable("XINJU_MAX_CONNECTIONS", "http.max_connections"),
    variable("XINJU_MAX_CONNECTIONS_PER_ADDRESS", "http.max_connections_per_address"),
    variable("XINJU_REQUEST_TIMEOUT_S", "http.request_timeout_s"),
    variable("XINJU_WORKERS", "http.workers"),
];

/// Variables with our prefix that belong to the build and the tests.
const OF_THE_BUILD: [&str; 3] = ["XINJU_TEST_", "XINJU_CHROMIUM", "XINJU_PROGRAM"];

pub(super) fn key_of(name: &str) -> Option<&'static str> {
    VARIABLES
        .iter()
        .find(|variable| variable.name.eq_ignore_ascii_case(name))
        .map(|variable| variable.key)
}

/// Names in the environment that look like settings and are none: probably misspelt.
pub fn unknown_variables() -> Vec<String> {
    std::env::vars_os()
        .filter_map(|(name, _)| name.into_string().ok())
        .filter(|name| name.starts_with("XINJU_") && key_of(name).is_none())
        .filter(|name| !OF_THE_BUILD.iter().any(|prefix| name.starts_with(prefix)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variable_is_explained() {
        let docs = include_str!("../../../docs/settings.md");
        for Variable { name, key } in VARIABLES {
            assert!(
                docs.contains(&format!("| `{name}` | `{key}` |")),
                "docs/settings.md lacks {name} ({key})"
            );
        }
        let rows = docs.lines().filter(|line| line.starts_with("| `XINJU_")).count();
        assert_eq!(
            rows,
            VARIABLES.len(),
            "docs/settings.md explains a variable that there isn't"
        );
    }
}
