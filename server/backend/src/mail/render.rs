//! From a letter to subject, text and HTML.

use std::sync::LazyLock;

use domain::lang::Lang;
use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
/// A template or its parameters are not as they should be.
pub use minijinja::Error as RenderError;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, State, UndefinedBehavior};

use super::Letter;
use crate::config::Config;

/// A mail, written out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    pub subject: String,
    pub text: String,
    pub html: String,
    /// The address at which such mails are stopped, for mails that nobody has to get.
    pub unsubscribe: Option<String>,
}

macro_rules! sources {
    ($($template:literal),* $(,)?) => {
        &[$(
            sources!(@lang $template, "zh"),
            sources!(@lang $template, "en"),
        )*]
    };
    (@lang $template:literal, $lang:literal) => {[
        sources!(@file $template, $lang, "subject.txt"),
        sources!(@file $template, $lang, "body.txt"),
        sources!(@file $template, $lang, "body.html"),
    ]};
    (@file $template:literal, $lang:literal, $file:literal) => {(
        concat!($template, "/", $lang, "/", $file),
        include_str!(concat!("../../mail/", $template, "/", $lang, "/", $file)),
    )};
}

type Source = (&'static str, &'static str);

const LETTERS: &[[Source; 3]] = sources![
    "verify-email",
    "reset-password",
    "password-changed",
    "viewing-asked",
    "viewing-offered",
    "viewing-booked",
    "viewing-declined",
    "viewing-cancelled",
    "application-received",
    "application-accepted",
    "application-declined",
    "application-withdrawn",
    "terms-ready",
    "match-agreed",
    "match-returned",
    "match-called-off",
    "match-completed",
    "match-closed",
    "registration-finalised",
    "listing-published",
    "listing-returned",
    "search-alert",
    "listing-reminder",
    "listing-expired",
    "favourite-news",
];

const LAYOUTS: [Source; 4] = [
    sources!(@file "layout", "zh", "body.txt"),
    sources!(@file "layout", "zh", "body.html"),
    sources!(@file "layout", "en", "body.txt"),
    sources!(@file "layout", "en", "body.html"),
];

/// All templates, parsed once. That each of them parses is checked by the tests, so the error is kept for the caller.
static TEMPLATES: LazyLock<Result<Environment<'static>, String>> = LazyLock::new(|| {
    let mut env = Environment::new();
    // A parameter that a letter does not have must be an error, never a gap in a sentence.
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_auto_escape_callback(|name| {
        if name.ends_with(".html") {
            AutoEscape::Html
        } else {
            AutoEscape::None
        }
    });
    env.add_filter("grouped", domain::text::grouped);
    env.add_filter("minute", minute);
    env.add_filter("day", day);
    for (name, source) in LETTERS.iter().flatten().chain(&LAYOUTS) {
        env.add_template(name, source).map_err(|error| error.to_string())?;
    }
    Ok(env)
});

/// Writes a letter out in a language; `name` is the receiver's.
pub fn render(letter: &Letter, lang: Lang, name: &str, config: &Config) -> Result<Rendered, Error> {
    let env = TEMPLATES
        .as_ref()
        .map_err(|error| Error::new(ErrorKind::SyntaxError, error.clone()))?;
    let (template, mut params) = letter.to_columns();
    params["name"] = name.into();
    params["lang"] = lang.code().into();
    params["centre"] = config.centre.name(lang).into();
    params["site"] = config.base_url.origin().into();
    let part = |file: &str, params: &serde_json::Value| -> Result<String, Error> {
        let name = format!("{template}/{}/{file}", lang.code());
        env.get_template(&name)?.render(Serde(params))
    };
    // A title may hold a line break; a subject must not.
    let subject = part("subject.txt", &params)?
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    params["subject"] = subject.as_str().into();
    Ok(Rendered {
        text: part("body.txt", &params)?,
        html: part("body.html", &params)?,
        unsubscribe: letter
            .unsubscribe_path()
            .map(|path| format!("{}{path}", config.base_url.origin())),
        subject,
    })
}

/// `11月28日（周六）14:30`, `Sat 28 Nov 2026, 14:30`; the parameter is an instant as JSON has it.
fn minute(state: &State<'_, '_>, instant: String) -> Result<String, Error> {
    let instant: Timestamp = instant.parse().map_err(|_| bad_value("not an instant"))?;
    let at = domain::time::civil_in_china(instant);
    let clock = at.strftime("%H:%M");
    Ok(match lang(state) {
        Lang::Zh => format!(
            "{}（{}）{clock}",
            at.strftime("%Y年%-m月%-d日"),
            weekday_zh(at.weekday())
        ),
        Lang::En => format!("{}, {clock}", at.strftime("%a %-d %b %Y")),
    })
}

/// `2026年12月1日`, `1 December 2026`.
fn day(state: &State<'_, '_>, date: String) -> Result<String, Error> {
    let date: Date = date.parse().map_err(|_| bad_value("not a date"))?;
    let pattern = match lang(state) {
        Lang::Zh => "%Y年%-m月%-d日",
        Lang::En => "%-d %B %Y",
    };
    Ok(date.strftime(pattern).to_string())
}

fn lang(state: &State<'_, '_>) -> Lang {
    state
        .lookup("lang")
        .and_then(|value| Lang::parse(value.as_str()?))
        .unwrap_or_default()
}

fn weekday_zh(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "周一",
        Weekday::Tuesday => "周二",
        Weekday::Wednesday => "周三",
        Weekday::Thursday => "周四",
        Weekday::Friday => "周五",
        Weekday::Saturday => "周六",
        Weekday::Sunday => "周日",
    }
}

fn bad_value(what: &'static str) -> Error {
    Error::new(ErrorKind::InvalidOperation, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(letter: &Letter, lang: Lang) -> Rendered {
        render(letter, lang, "林 & 晓", &Config::in_folder("/data")).unwrap()
    }

    #[test]
    fn every_letter_reads_well_in_both_languages() {
        for lang in Lang::ALL {
            let texts: Vec<String> = Letter::samples()
                .iter()
                .map(|letter| {
                    let mail = rendered(letter, lang);
                    format!("### {}\n{}", mail.subject, mail.text)
                })
                .collect();
            insta::assert_snapshot!(format!("letters-{}", lang.code()), texts.join("\n"));
        }
    }

    #[test]
    fn html_escapes_what_people_wrote_and_has_the_same_link() {
        for letter in Letter::samples() {
            for lang in Lang::ALL {
                let mail = rendered(&letter, lang);
                assert!(
                    !mail.html.contains("<沪明>") && !mail.html.contains("& "),
                    "{}",
                    mail.html
                );
                let link = mail
                    .text
                    .lines()
                    .find(|line| line.starts_with("http://127.0.0.1:3000/"))
                    .unwrap();
                let path = link.trim_start_matches("http://127.0.0.1:3000/");
                assert_eq!(
                    mail.html.matches(path).count(),
                    2,
                    "the button and the address to copy: {link}\n{}",
                    mail.html
                );
                assert!(!mail.subject.contains('\n'));
            }
        }
    }

    #[test]
    fn one_html_mail_as_a_whole() {
        let letter = Letter::MatchAgreed {
            title: "列东一室一厅".to_owned(),
            match_id: uuid::Uuid::nil().into(),
        };
        insta::assert_snapshot!(rendered(&letter, Lang::Zh).html);
    }

    #[test]
    fn a_title_with_a_line_break_makes_no_second_header() {
        let letter = Letter::MatchClosed {
            title: "a\r\nBcc: everybody@example.cn".to_owned(),
        };
        assert_eq!(
            rendered(&letter, Lang::En).subject,
            "The home has been let: a Bcc: everybody@example.cn"
        );
    }
}
