//! Sample pages that everybody sees.

use leptos::prelude::*;

use super::super::*;
use super::Sample;

fn listings(lang: Sample, count: usize) -> Vec<ListingSummary> {
    let unit = lang.t("元/月", "yuan a month");
    let verified = || BadgeText::new(Tone::Ok, lang.t("房源已核验", "Verified")).with_icon(Glyph::ShieldCheck);
    let of = |rent: u32, zh: (&str, &str), en: (&str, &str), badges, fresh: (&str, &str)| ListingSummary {
        href: "/listings/1".into(),
        photo: None,
        rent_yuan: rent,
        rent_unit: unit.clone(),
        title: lang.t(zh.0, en.0),
        place: lang.t(zh.1, en.1).into(),
        why: MarkedText::default(),
        badges,
        freshness: lang.t(fresh.0, fresh.1).into(),
        ..ListingSummary::default()
    };
    let samples = [
        of(
            1350,
            ("整租 · 2室1厅 · 68㎡ · 南", "列东街道 · 江滨新村"),
            (
                "Whole flat · 2 rooms, 1 hall · 68 m² · south",
                "Liedong Street · Jiangbin New Village",
            ),
            vec![
                verified(),
                BadgeText::new(Tone::Neutral, lang.t("近学校", "Near a school")),
            ],
            ("3 天前确认", "Confirmed 3 days ago"),
        ),
        of(
            620,
            ("合租 · 单间 · 18㎡ · 东", "列西街道 · 群英社区"),
            ("Shared · one room · 18 m² · east", "Liexi Street · Qunying"),
            vec![
                verified(),
                BadgeText::new(Tone::Neutral, lang.t("可短租", "Short lets")),
            ],
            ("今天确认", "Confirmed today"),
        ),
        of(
            2100,
            (
                "整租 · 3室2厅2卫 · 112㎡ · 南北通透",
                "徐碧街道 · 万达华府三期高层观景花园小区",
            ),
            (
                "Whole flat · 3 rooms, 2 halls, 2 baths · 112 m² · north and south",
                "Xubi Street · Wanda Huafu, third phase",
            ),
            vec![BadgeText::new(Tone::Warn, lang.t("未核验", "Not verified"))],
            ("从公开数据导入", "Imported from open data"),
        ),
    ];
    samples
        .into_iter()
        .cycle()
        .take(count)
        .enumerate()
        .map(|(at, listing)| ListingSummary {
            href: format!("/listings/{}", at + 1),
            heart: Some(Heart {
                action: format!("/listings/{}/favourite", at + 1),
                to: "/search".into(),
                kept: at == 1,
                label: lang.t("收藏", "Save"),
                anchor: format!("home-{}", at + 1),
            }),
            ..listing
        })
        .collect()
}

pub(super) fn home(lang: Sample) -> AnyView {
    let districts = [
        ("三元区", "Sanyuan"),
        ("沙县区", "Shaxian"),
        ("永安市", "Yong'an"),
        ("尤溪县", "Youxi"),
        ("大田县", "Datian"),
    ];
    let step = move |icon, zh: (&str, &str), en: (&str, &str)| WayStep {
        icon,
        title: lang.t(zh.0, en.0),
        text: lang.t(zh.1, en.1),
    };
    let steps = vec![
        step(
            Glyph::Eye,
            ("看房", "不用登录就能找，约好时间再去看。"),
            ("View", "Search without an account; agree on a time, then go and see."),
        ),
        step(
            Glyph::Pen,
            ("签约", "双方确认同一份条款，中心核对后办结。"),
            ("Sign", "Both sides confirm the same terms; the centre checks them."),
        ),
        step(
            Glyph::ShieldCheck,
            ("登记", "租赁登记和居住登记一次办好，不用再跑。"),
            (
                "Register",
                "The lease and everyone who moves in are registered in one go.",
            ),
        ),
    ];
    view! {
        <Hero
            title=lang.t("在三明，找一间核验过的房子", "Find a verified home in Sanming")
            lead=lang.t("公共服务，全程免费。", "A public service, free of charge.")
        >
            <SearchBox
                large=true
                label=lang.t("想住哪里？多少钱？", "Where, and for how much?")
                placeholder=lang.t("想住哪里？多少钱？", "Where, and for how much?")
                button=lang.t("搜索", "Search")
            />
            <ChipRow label=lang.t("按地区", "By district")>
                {districts.into_iter().map(|(zh, en)| view! { <ChipLink href="/search" label=lang.t(zh, en)/> }).collect_view()}
            </ChipRow>
        </Hero>
        <Wrap>
            <Section title=lang.t("新上 · 已核验", "New and verified") more=("/search".into(), lang.t("查看全部", "See all"))>
                <ListingList listings=listings(lang, 3) tiles=true/>
            </Section>
            <Section title=lang.t("三步", "Three steps")>
                <Way steps/>
            </Section>
        </Wrap>
    }
    .into_any()
}

fn facets(lang: Sample) -> AnyView {
    let facet = move |zh: &str, en: &str, count, on| Facet {
        label: lang.t(zh, en),
        count,
        adds: MaybeText::default(),
        href: "/search".into(),
        on,
    };
    let more = lang.t("更多", "More");
    view! {
        <Filters label=lang.t("筛选(2)", "Filters (2)")>
            <FacetGroup
                title=lang.t("街道", "Street")
                more=more.clone()
                first=3
                facets=vec![
                    facet("列东街道", "Liedong", 41, true),
                    facet("列西街道", "Liexi", 22, false),
                    facet("徐碧街道", "Xubi", 17, false),
                    facet("富兴堡街道", "Fuxingbao", 0, false),
                ]
            />
            <RangeFilter
                title=lang.t("租金", "Rent")
                min_name="rent_min"
                max_name="rent_max"
                max="1500"
                min_label=lang.t("最低", "From")
                max_label=lang.t("最高", "To")
                unit=lang.t("元", "yuan")
                button=lang.t("应用", "Apply")
            />
            <FacetGroup
                title=lang.t("户型", "Rooms")
                more=more
                facets=vec![facet("1室", "1 room", 38, false), facet("2室", "2 rooms", 61, true), facet("4室以上", "4 or more", 0, false)]
            />
        </Filters>
    }
    .into_any()
}

pub(super) fn results(lang: Sample) -> AnyView {
    let sort = move |zh: &str, en: &str, current| SortLink {
        label: lang.t(zh, en),
        href: "/search".into(),
        current,
    };
    let chips = [
        ("列东街道", "Liedong Street"),
        ("2室", "2 rooms"),
        ("≤ 1,500 元", "Up to 1,500 yuan"),
    ];
    let list = view! {
        <ResultsHead
            count=lang.t("128 套", "128 homes")
            sort_label=lang.t("排序", "Order")
            sorts=vec![sort("最合适", "Best match", true), sort("租金低", "Lowest rent", false), sort("最新", "Newest", false)]
        />
        <ListingList listings=listings(lang, 5)/>
        <Pagination
            label=lang.t("翻页", "Pages")
            first_href="/search"
            first_label=lang.t("回到第一页", "First page")
            next_href="/search?after=x"
            next_label=lang.t("下一页", "Next page")
        />
    };
    view! {
        <Wide>
            <h1 class="sr-only">{lang.t("找房", "Find a home")}</h1>
            <PhoneSearch>
                <SearchBox
                    label=lang.t("搜索房源", "Search listings")
                    button=lang.t("搜索", "Search")
                    value=lang.t("列东 两室 1500以内", "Liedong 2 rooms")
                />
            </PhoneSearch>
            <ChipRow label=lang.t("已选条件", "Filters that are on")>
                {chips
                    .into_iter()
                    .map(|(zh, en)| {
                        let label = lang.t(zh, en);
                        view! { <Chip remove_href="/search" remove_label=format!("{} {label}", lang.t("去掉", "Remove")) label=label.clone()/> }
                    })
                    .collect_view()}
            </ChipRow>
            <ResultsLayout filters=facets(lang)>{list}</ResultsLayout>
        </Wide>
    }
    .into_any()
}

pub(super) fn listing(lang: Sample) -> AnyView {
    let fact = move |icon, zh: (&str, &str), en: (&str, &str)| Fact {
        icon,
        label: lang.t(zh.0, en.0),
        value: lang.t(zh.1, en.1),
    };
    let side = view! {
        <PriceBox rent_yuan=1350 rent_unit=lang.t("元/月", "yuan a month") terms=lang.t("押一付三 · 押金 1,350 元", "Deposit 1,350 yuan, paid quarterly")>
            <LinkButton look=Look::Main href="/listings/1/viewing" label=lang.t("预约看房", "Ask to view")/>
            <LinkButton href="/listings/1/apply" label=lang.t("申请租住", "Apply")/>
        </PriceBox>
        <Notice tone=Tone::Info title=lang.t("中心不代收租金和押金", "The centre never takes rent or deposits")>
            <p>{lang.t("有人以中心名义收钱，请报告。", "Report anyone who asks for money in its name.")}</p>
        </Notice>
    }
    .into_any();
    view! {
        <Wrap>
            <PageHead
                title=lang.t("整租 · 2室1厅 · 68㎡ · 南", "Whole flat · 2 rooms, 1 hall · 68 m² · south")
                lead=lang.t("列东街道 · 江滨新村", "Liedong Street · Jiangbin New Village")
                back=("/search".into(), lang.t("返回结果", "Back to the results"))
            >
                <Badge tone=Tone::Ok icon=Glyph::ShieldCheck label=lang.t("房源已核验", "Verified")/>
            </PageHead>
                <Sidebar side>
                    <PhotoGallery label=lang.t("照片", "Photos") photos=vec![] seed="/listings/3"/>
                    <FactRow facts=vec![
                        fact(Glyph::Home, ("户型", "2室1厅1卫"), ("Layout", "2 rooms, 1 hall")),
                        fact(Glyph::Ruler, ("面积", "68㎡"), ("Area", "68 m²")),
                        fact(Glyph::Compass, ("朝向", "南"), ("Faces", "south")),
                        fact(Glyph::Stairs, ("楼层", "6/18 层"), ("Floor", "6 of 18")),
                    ]/>
                    <Card title=lang.t("条款", "Terms")>
                        <KeyValue items=vec![
                            Item::new(lang.t("起租", "From"), "2026-12-01"),
                            Item::new(lang.t("最短租期", "At least"), lang.t("6 个月", "6 months")),
                            Item::new(lang.t("押金退还", "Deposit returned"), lang.t("退房验收后 7 日内", "within 7 days after the hand-over")),
                        ]/>
                    </Card>
                </Sidebar>
        </Wrap>
    }
    .into_any()
}
