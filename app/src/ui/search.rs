//! The search page's furniture.

use leptos::prelude::*;

use super::{Cluster, Glyph, Icon, LinkButton, MaybeText, grouped};
use crate::islands::{ResultCount, SearchSuggestions, SuggestionWords};

/// The search field with its button; a GET form, so that the address is the state.
#[component]
pub fn SearchBox(
    /// The accessible name of the field.
    #[prop(into)]
    label: String,
    #[prop(into)] button: String,
    #[prop(optional, into)] value: MaybeText,
    #[prop(optional, into)] placeholder: MaybeText,
    #[prop(default = "/search".into(), into)] action: String,
    /// Filters of the address that stay when the words change.
    #[prop(optional)]
    keep: Vec<(String, String)>,
    /// The big one of the home page.
    #[prop(optional)]
    large: bool,
    #[prop(default = "search-q".into(), into)] id: String,
    /// Suggests while somebody types; the field works without it.
    #[prop(optional_no_strip)]
    suggest: Option<SuggestionWords>,
) -> impl IntoView {
    let suggestions = suggest.map(|words| view! { <SearchSuggestions words list=format!("{id}-list")/> });
    let look = if large { "button main" } else { "button quiet" };
    view! {
        <form class="search-box" class:large=large action=action method="get" role="search">
            {keep.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()}
            <label class="sr-only" for=id.clone()>{label}</label>
            <input
                type="search"
                name="q"
                id=id
                value=value.into_option()
                placeholder=placeholder.into_option()
                autocomplete="off"
                enterkeyhint="search"
                maxlength="200"
            />
            <button type="submit" class=look><Icon glyph=Glyph::Search/><span>{button}</span></button>
            {suggestions}
        </form>
    }
    .into_any()
}

/// The search field at the top of a page where the header's is not in sight (phones).
#[component]
pub fn PhoneSearch(children: Children) -> impl IntoView {
    view! { <div class="phone-search">{children()}</div> }
}

/// One value of a filter, with how many listings it leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    pub label: String,
    /// What a click shows, or what it adds; 0 leads nowhere.
    pub count: u64,
    /// “再加 172 套”, for who can't see the sign, where a click adds to what is shown.
    pub adds: MaybeText,
    /// The search with this value put in, or taken out when it is on.
    pub href: String,
    pub on: bool,
}

fn facet_line(facet: Facet) -> impl IntoView + use<> {
    let number = grouped(facet.count);
    let count = match facet.adds.into_option() {
        // What a click on a chosen value takes away is nothing to count.
        _ if facet.on => None,
        None => Some(view! { {number} }.into_any()),
        Some(adds) => {
            Some(view! { <span aria-hidden="true">"+"{number}</span><span class="sr-only">{adds}</span> }.into_any())
        }
    };
    let count = count.map(|count| view! { <span class="facet-count">{count}</span> });
    let inside = view! { <span class="facet-box">{facet.on.then(|| view! { <Icon glyph=Glyph::Check/> })}</span><span class="facet-name">{facet.label}</span>{count} };
    // A value that would leave nothing is shown, so that the list keeps its shape, but leads nowhere.
    if facet.count == 0 && !facet.on {
        view! { <li><span class="facet" aria-disabled="true">{inside}</span></li> }.into_any()
    } else {
        view! { <li><a class="facet" href=facet.href aria-current=facet.on.then_some("true") rel="nofollow">{inside}</a></li> }.into_any()
    }
}

/// The values of one filter. The first `first` are shown, the rest behind `more`; chosen ones never are.
#[component]
pub fn FacetGroup(
    #[prop(into)] title: String,
    facets: Vec<Facet>,
    #[prop(default = 8)] first: usize,
    /// “更多”.
    #[prop(into)]
    more: String,
) -> impl IntoView {
    let mut shown = facets;
    if shown.len() > first {
        shown.sort_by_key(|facet| !facet.on);
    }
    let chosen = shown.iter().filter(|facet| facet.on).count();
    let rest = shown.split_off(first.max(chosen).min(shown.len()));
    view! {
        <section class="facet-group">
            <h2>{title}</h2>
            <ul>{shown.into_iter().map(facet_line).collect_view()}</ul>
            {(!rest.is_empty())
                .then(|| {
                    view! {
                        <details>
                            <summary>{more}<Icon glyph=Glyph::ChevronDown/></summary>
                            <ul>{rest.into_iter().map(facet_line).collect_view()}</ul>
                        </details>
                    }
                })}
        </section>
    }
    .into_any()
}

/// A filter with a lower and an upper bound (rent, area): two number fields and a button, a GET form.
#[component]
pub fn RangeFilter(
    #[prop(into)] title: String,
    #[prop(into)] min_name: String,
    #[prop(into)] max_name: String,
    #[prop(optional, into)] min: MaybeText,
    #[prop(optional, into)] max: MaybeText,
    /// “最低”, “最高”: labels for screen readers and placeholders.
    #[prop(into)]
    min_label: String,
    #[prop(into)] max_label: String,
    #[prop(into)] unit: String,
    #[prop(into)] button: String,
    #[prop(default = "/search".into(), into)] action: String,
    /// How many there would be, counted while the numbers are typed; `{n}` stands for the number.
    #[prop(optional, into)]
    count: MaybeText,
    /// The rest of the address.
    #[prop(optional)]
    keep: Vec<(String, String)>,
) -> impl IntoView {
    let field = |name: String, value: MaybeText, label: String| {
        view! {
            <input
                type="text"
                inputmode="numeric"
                name=name
                value=value.into_option()
                placeholder=label.clone()
                aria-label=label
                autocomplete="off"
                maxlength="7"
            />
        }
    };
    view! {
        <section class="facet-group">
            <h2>{title}</h2>
            <form class="range" action=action method="get">
                {keep.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()}
                {field(min_name, min, min_label)}
                <span aria-hidden="true">"–"</span>
                {field(max_name, max, max_label)}
                <span class="unit">{unit}</span>
                <button type="submit" class="button quiet"><span>{button}</span></button>
                {count.into_option().map(|template| view! { <ResultCount initial=String::new() template/> })}
            </form>
        </section>
    }
    .into_any()
}

/// Filters: a column on desks, behind one line on phones. Works without JavaScript.
#[component]
pub fn Filters(
    /// “筛选”, with the number of filters that are on.
    #[prop(into)]
    label: String,
    children: Children,
) -> impl IntoView {
    view! {
        <details class="filters">
            <summary><Icon glyph=Glyph::Filter/><span>{label}</span><Icon glyph=Glyph::ChevronDown/></summary>
            <div class="filters-body">{children()}</div>
        </details>
    }
    .into_any()
}

/// One order of the results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortLink {
    pub label: String,
    pub href: String,
    pub current: bool,
}

/// “128 套”, and in which order. Children stand beside the count: what can be done with the search.
#[component]
pub fn ResultsHead(
    #[prop(into)] count: String,
    /// “排序”.
    #[prop(into)]
    sort_label: String,
    sorts: Vec<SortLink>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="results-head">
            <Cluster>
                <h2 aria-live="polite">{count}</h2>
                {children.map(|children| children())}
            </Cluster>
            <nav class="sorts" aria-label=sort_label>
                {sorts
                    .into_iter()
                    .map(|sort| view! { <a href=sort.href aria-current=sort.current.then_some("true") rel="nofollow">{sort.label}</a> })
                    .collect_view()}
            </nav>
        </div>
    }
    .into_any()
}

/// Onwards through a list by cursor: there is a next page and a first one, no page numbers. Nothing when all fits on one page.
#[component]
pub fn Pagination(
    #[prop(into)] label: String,
    #[prop(optional, into)] first_href: MaybeText,
    #[prop(into)] first_label: String,
    #[prop(optional, into)] next_href: MaybeText,
    #[prop(into)] next_label: String,
) -> impl IntoView {
    let (first, next) = (first_href.into_option(), next_href.into_option());
    (first.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="pagination" aria-label=label>
                {first.map(|href| view! { <LinkButton href label=first_label icon=Glyph::ChevronLeft/> })}
                {next.map(|href| view! { <LinkButton href label=next_label icon=Glyph::ChevronRight/> })}
            </nav>
        }
        .into_any()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_facet_of_zero_leads_nowhere_unless_it_is_on() {
        let facet = |count, on| Facet {
            label: "沙县区".into(),
            count,
            adds: MaybeText::default(),
            href: "/search?d=350405".into(),
            on,
        };
        let html = |facet| view! { <FacetGroup title="区域" more="更多" facets=vec![facet]/> }.to_html();
        assert!(!html(facet(0, false)).contains("href"));
        assert!(html(facet(0, true)).contains("href"));
        assert!(html(facet(3, false)).contains("href"));
    }

    #[test]
    fn a_number_that_is_added_says_so_and_a_chosen_value_stands_first() {
        let facet = |name: &str, on| Facet {
            label: name.into(),
            count: 1_172,
            adds: "再加 1,172 套".to_owned().into(),
            href: "/search".into(),
            on,
        };
        let names = ["甲", "乙", "丙"].map(|name| facet(name, name == "丙"));
        let html = view! { <FacetGroup title="街道" more="更多" first=1 facets=names.to_vec()/> }.to_html();
        let (shown, rest) = html.split_once("<details").unwrap();
        assert!(shown.contains("丙") && !shown.contains("1,172"), "{html}");
        assert!(rest.contains("再加 1,172 套") && !rest.contains("open"), "{html}");
    }

    #[test]
    fn the_search_field_is_a_plain_one_until_its_island_starts() {
        let words = || SuggestionWords {
            label: "搜索建议".into(),
            ..SuggestionWords::default()
        };
        let html = view! { <SearchBox label="搜索房源" button="搜索" suggest=Some(words())/> }.to_html();
        assert!(
            !html.contains("combobox") && html.contains(r#"type="search""#),
            "{html}"
        );
        let list = html
            .split("<ul")
            .nth(1)
            .and_then(|rest| rest.split('>').next())
            .unwrap_or_default();
        assert!(
            list.contains(r#"id="search-q-list""#) && list.contains("hidden"),
            "{html}"
        );
        let plain = view! { <SearchBox label="搜索房源" button="搜索"/> }.to_html();
        assert!(!plain.contains("leptos-island"), "{plain}");
    }

    #[test]
    fn one_page_needs_no_pagination() {
        let html = view! { <Pagination label="翻页" first_label="回到第一页" next_label="下一页"/> }.to_html();
        assert!(!html.contains("<nav"), "{html}");
    }
}
