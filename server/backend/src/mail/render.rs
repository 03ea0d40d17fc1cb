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
use super::blocks::Source;
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

/// A file by its name, in both languages.
macro_rules! file {
    ($name:literal) => {
        (
            $name,
            [
                (Lang::Zh, include_str!(concat!("../../mail/", $name, ".zh.txt"))),
                (Lang::En, include_str!(concat!("../../mail/", $name, ".en.txt"))),
            ],
        )
    };
}

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(file!($name)),*]
    };
}

type File = (&'static str, [(Lang, &'static str); 2]);

const LETTERS: &[File] = files![
    "verify-email",
    "reset-password",
    "staff-invited",
    "duty-granted",
    "password-changed",
    "viewing-asked",
    "viewing-offered",
    "viewing-booked",
    "viewing-declined",
    "viewing-cancelled",
    "viewing-home-let",
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
    "registration-returned",
    "listing-published",
    "listing-returned",
    "search-alert",
    "listing-reminder",
    "listing-expired",
    "favourite-news",
];

/// The words that all letters in a language have in common.
const fn common(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => include_str!("../../mail/common.zh.txt"),
        Lang::En => include_str!("../../mail/common.en.txt"),
    }
}

/// All templates, parsed once. That each of them parses is checked by the tests, so the error is kept for the caller.
static TEMPLATES: LazyLock<Result<Environment<'static>, String>> =
    LazyLock::new(|| templates().map_err(|error| error.to_string()));

fn templates() -> Result<Environment<'static>, Error> {
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
    env.add_template("frame.txt", include_str!("../../mail/frame.txt"))?;
    env.add_template("frame.html", include_str!("../../mail/frame.html"))?;
    for (name, languages) in LETTERS {
        for (lang, file) in languages {
            let letter = Source::read(file);
            let subject = letter
                .words()
                .find(|(name, _)| *name == "subject")
                .map(|(_, words)| words);
            let name = format!("{name}.{}", lang.code());
            env.add_template_owned(format!("{name}.subject"), subject.unwrap_or_default())?;
            env.add_template_owned(
                format!("{name}.txt"),
                framed("frame.txt", *lang, letter, &letter.text()),
            )?;
            env.add_template_owned(
                format!("{name}.html"),
                framed("frame.html", *lang, letter, &letter.html()),
            )?;
        }
    }
    Ok(env)
}

/// A template that fills the blocks of the frame.
fn framed(frame: &str, lang: Lang, letter: Source<'_>, body: &str) -> String {
    let mut template = format!("{{% extends {frame:?} %}}");
    let words = Source::read(common(lang)).words().chain(letter.words());
    for (name, words) in words.chain([("main", body)]) {
        template.extend(["{% block ", name, " %}", words, "{% endblock %}"]);
    }
    template
}

/// Writes a letter out in a language; `name` is the receiver's.
pub fn render(letter: &Letter, lang: Lang, name: &str, config: &Config) -> Result<Rendered, Error> {
    let env = TEMPLATES
        .as_ref()
        .map_err(|error| Error::new(ErrorKind::SyntaxError, error.clone()))?;
    let (template, mut params) = letter.to_columns();
    params["name"] = name.into();
    params["lang"] = lang.code().into();
    params["tag"] = lang.tag().into();
    params["centre"] = config.centre.name(lang).into();
    params["site"] = config.base_url.origin().into();
    let unsubscribe = letter
        .unsubscribe_path()
        .map(|path| format!("{}{path}", config.base_url.origin()));
    params["stop_address"] = unsubscribe.as_deref().into();
    let part = |part: &str| -> Result<String, Error> {
        let name = format!("{template}.{}.{part}", lang.code());
        env.get_template(&name)?.render(Serde(&params))
    };
    let mut text = part("txt")?;
    // What an instruction left out leaves no gap.
    while text.contains("\n\n\n") {
        text = text.replace("\n\n\n", "\n\n");
    }
    Ok(Rendered {
        // A title may hold a line break; a subject must not.
        subject: part("subject")?.split_whitespace().collect::<Vec<_>>().join(" "),
        text,
        html: part("html")?,
        unsubscribe,
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
                let path = link.trim_start_matches("http://127.0.0.1:3000");
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
    fn a_file_has_the_words_that_its_frame_shows_and_no_html() {
        let stoppable: Vec<String> = Letter::samples()
            .iter()
            .filter(|letter| letter.unsubscribe_path().is_some())
            .map(|letter| letter.to_columns().0)
            .collect();
        let names = |source: Source<'static>| -> Vec<_> { source.words().map(|(name, _)| name).collect() };
        for lang in Lang::ALL {
            assert_eq!(
                names(Source::read(common(lang))),
                ["greeting", "colon", "copy", "closing"]
            );
        }
        for (name, languages) in LETTERS {
            for (lang, file) in languages {
                let mut expected = vec!["subject", "action", "link"];
                expected.extend(stoppable.iter().any(|letter| letter == name).then_some("stop"));
                assert_eq!(names(Source::read(file)), expected, "{name} {lang:?}");
                let words = file.replace("item.rent < item.rent_before", "");
                assert!(!words.contains(['<', '&']), "{name} {lang:?}");
            }
        }
    }

    #[test]
    fn the_html_of_a_mail_says_what_its_text_says() {
        for letter in Letter::samples() {
            for lang in Lang::ALL {
                let mail = rendered(&letter, lang);
                let html = mail
                    .html
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&#x27;", "'");
                let html = html.replace("&#x2f;", "/").replace("&amp;", "&");
                for line in mail.text.lines().filter(|line| !line.trim().is_empty()) {
                    let words = line.trim().trim_start_matches("- ").trim_end_matches(['：', ':']);
                    let words = words
                        .split_once(". ")
                        .filter(|(n, _)| n.len() == 1)
                        .map_or(words, |(_, words)| words);
                    assert!(html.contains(words), "{words:?} is not in\n{html}");
                }
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
