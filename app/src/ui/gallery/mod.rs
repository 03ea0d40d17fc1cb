//! Every component on sample pages, in both languages, for looking at: `cargo test -p app --features ssr ui::gallery` writes
//! `target/gallery/*.html`, which a browser opens as they are. The tests check what must hold for every page made of them.

mod contrast;
mod own_pages;
mod public_pages;
mod staff_pages;

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::Path;

use leptos::prelude::*;

use super::*;

/// The two texts of a sample; the pages take theirs from the translations.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sample {
    Zh,
    En,
}

impl Sample {
    const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    pub(super) fn t(self, zh: &str, en: &str) -> String {
        match self {
            Self::Zh => zh.to_owned(),
            Self::En => en.to_owned(),
        }
    }
}

/// `app/locales/shell.yml` as key and text; the file is plain enough to be read line by line.
fn shell_texts(lang: &str) -> BTreeMap<String, String> {
    let mut key = "";
    let mut texts = BTreeMap::new();
    for line in include_str!("../../../locales/shell.yml").lines() {
        match line.strip_prefix("  ") {
            None => key = line.trim_end_matches(':'),
            Some(line) => {
                let (tag, text) = line.split_once(": ").expect("language and text");
                if tag == lang {
                    texts.insert(key.to_owned(), text.trim_matches('"').to_owned());
                }
            }
        }
    }
    texts
}

struct SamplePage {
    name: &'static str,
    title: String,
    path: &'static str,
    staff: bool,
    body: AnyView,
}

fn sample_pages(lang: Sample) -> Vec<SamplePage> {
    let page = |name, title: String, path, staff, body| SamplePage {
        name,
        title,
        path,
        staff,
        body,
    };
    vec![
        page("home", lang.t("新居", "Xinju"), "/", false, public_pages::home(lang)),
        page(
            "results",
            lang.t("找房", "Find a home"),
            "/search",
            false,
            public_pages::results(lang),
        ),
        page(
            "listing",
            lang.t("房源", "Listing"),
            "/listings/1",
            false,
            public_pages::listing(lang),
        ),
        page(
            "form",
            lang.t("登记房屋", "Register a house"),
            "/me/houses/new",
            false,
            own_pages::form(lang),
        ),
        page(
            "overview",
            lang.t("我的", "My page"),
            "/me",
            false,
            own_pages::overview(lang),
        ),
        page(
            "match",
            lang.t("撮合", "Match"),
            "/matches/1",
            false,
            own_pages::matching(lang),
        ),
        page(
            "queue",
            lang.t("工作台", "Desk"),
            "/desk",
            true,
            staff_pages::queue(lang),
        ),
        page(
            "completion",
            lang.t("办结", "Completion"),
            "/desk/matches/1",
            true,
            staff_pages::completion(lang),
        ),
        page(
            "certificate",
            lang.t("登记凭证", "Certificate"),
            "/certificates/1",
            false,
            staff_pages::certificate(lang),
        ),
        page(
            "parts",
            lang.t("零件", "Parts"),
            "/parts",
            false,
            staff_pages::parts(lang),
        ),
    ]
}

fn render(lang: Sample, page: SamplePage) -> String {
    let texts = shell_texts(lang.tag());
    let state = ShellState {
        lang: lang.tag().into(),
        path: page.path.into(),
        account: page.staff.then(|| lang.t("陈协管", "Chen (coordinator)")),
        is_staff: page.staff,
        has_desk: page.staff,
        search: (page.path != "/").then(|| HeaderSearch {
            text: lang.t("列东 两室 1500以内", "Liedong 2 rooms"),
            ..HeaderSearch::default()
        }),
        words: ShellWords::load(|key| texts.get(key).cloned().unwrap_or_default()),
        ..ShellState::default()
    };
    let body = page.body;
    view! {
        <!DOCTYPE html>
        <html lang=if lang == Sample::Zh { "zh-CN" } else { "en" }>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>{page.title}</title>
                <link rel="stylesheet" href="../../style/main.css"/>
                <link rel="icon" href="../../style/assets/favicon.svg"/>
            </head>
            <body>
                <Shell state>{body}</Shell>
            </body>
        </html>
    }
    .to_html()
}

/// Every value of `attribute="…"` in the page.
fn attributes<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    html.split(start.as_str())
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

#[test]
fn pages_hold_together() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/gallery");
    fs::create_dir_all(&folder).expect("a folder for the gallery");
    for lang in [Sample::Zh, Sample::En] {
        for page in sample_pages(lang) {
            let name = format!("{}-{}.html", lang.tag(), page.name);
            let html = render(lang, page);
            fs::write(folder.join(&name), &html).expect("written");

            let ids = attributes(&html, "id");
            let unique: HashSet<_> = ids.iter().collect();
            assert_eq!(ids.len(), unique.len(), "{name}: an id twice in {ids:?}");
            for attribute in ["for", "aria-describedby"] {
                for id in attributes(&html, attribute).into_iter().flat_map(str::split_whitespace) {
                    assert!(unique.contains(&id), "{name}: {attribute}={id} points at nothing");
                }
            }
            for href in attributes(&html, "href")
                .into_iter()
                .filter_map(|href| href.strip_prefix("#f-"))
            {
                assert!(
                    unique.contains(&format!("f-{href}").as_str()),
                    "{name}: #f-{href} leads nowhere"
                );
            }
            assert_eq!(html.matches("<h1").count(), 1, "{name}: one first heading");
            assert!(
                attributes(&html, "style").is_empty(),
                "{name}: inline styles are refused by the security policy"
            );
            assert!(!html.contains("<script"), "{name}: components need no script");
        }
    }
}

#[test]
fn every_word_of_the_shell_is_translated() {
    for lang in ["zh", "en"] {
        let texts = shell_texts(lang);
        for key in ShellWords::KEYS {
            assert!(
                texts.get(*key).is_some_and(|text| !text.is_empty()),
                "{key} is missing in {lang}"
            );
        }
    }
}
