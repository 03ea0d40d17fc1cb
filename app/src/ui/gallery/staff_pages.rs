//! Sample pages of the desk, and the parts that no other page shows.

use leptos::prelude::*;

use super::super::*;
use super::Sample;

pub(super) fn queue(lang: Sample) -> AnyView {
    let tab = move |zh: &str, en: &str, count, current| Tab {
        label: lang.t(zh, en),
        href: "/desk".into(),
        count: Some(count),
        current,
    };
    let columns = vec![
        Column::new(lang.t("编号", "Number")),
        Column::new(lang.t("地址", "Address")),
        Column::new(lang.t("租客", "Tenant")),
        Column::number(lang.t("租金", "Rent")),
        Column::new(lang.t("状态", "State")),
        Column::new(lang.t("等待", "Waiting")),
    ];
    let rows = (0..8)
        .map(|at: usize| {
            let tone = [Tone::Ok, Tone::Warn, Tone::Error][at % 3];
            let state = [
                lang.t("可办结", "Ready"),
                lang.t("待补正", "Incomplete"),
                lang.t("逾期", "Overdue"),
            ];
            Row::new("/desk/matches/1", format!("M-350404-2026-000{}", 318 - at))
                .cell(lang.t("列东街道 江滨新村 12 幢 302", "Liedong, Jiangbin New Village 12-302"))
                .cell(lang.t("林小溪", "Lin Xiaoxi"))
                .cell(grouped(1350 + 35 * at as u64))
                .cell(view! { <Badge tone label=state[at % 3].clone()/> })
                .cell(lang.t("2 小时", "2 hours"))
        })
        .collect();
    view! {
        <Wide>
            <PageHead title=lang.t("工作台", "Desk") kicker=lang.t("三元区 · 列东街道", "Sanyuan · Liedong")/>
            <Tabs
                label=lang.t("队列", "Queues")
                tabs=vec![
                    tab("待审房源", "Listings to review", 12, false),
                    tab("待办结", "To complete", 8, true),
                    tab("待登记", "To finalise", 3, false),
                    tab("逾期", "Overdue", 1, false),
                ]
            />
            <DataTable caption=lang.t("待办结的撮合", "Matches to complete") columns rows/>
        </Wide>
    }
    .into_any()
}

pub(super) fn completion(lang: Sample) -> AnyView {
    let check = move |tone, zh: &str, en: &str| Check {
        tone,
        status: lang.t("通过", "Passed"),
        text: lang.t(zh, en),
        ..Check::default()
    };
    let checks = vec![
        check(Tone::Ok, "房东身份与产权一致", "The landlord holds the title"),
        Check {
            detail: "9f3a 71c2 04be".into(),
            ..check(Tone::Ok, "双方确认同一份条款", "Both sides confirmed the same terms")
        },
        check(
            Tone::Ok,
            "人均面积 17㎡，不低于标准",
            "17 m² a person, within the limit",
        ),
        Check {
            status: lang.t("需处理", "Needs attention"),
            fix: Some(("/desk".into(), lang.t("补充监护人", "Add the guardian"))),
            ..check(
                Tone::Warn,
                "第 3 人未满 18 岁，缺监护人",
                "Person 3 is under 18 and has no guardian",
            )
        },
    ];
    let effects = [
        ("租赁合同", "The lease"),
        ("房屋租赁登记 1 份", "1 house registration"),
        (
            "居住登记 2 份(1 人为本市户籍，免)",
            "2 residence registrations (1 person is a local)",
        ),
        (
            "房源下架，通知 4 位其他申请人",
            "The listing closes, 4 other applicants are told",
        ),
    ];
    view! {
        <Wide>
            <PageHead
                kicker="M-350404-2026-000318"
                title=lang.t("列东街道 江滨新村 12 幢 302", "Liedong, Jiangbin New Village 12-302")
                lead=lang.t("1,350 元/月 · 2026-12-01 起 12 个月", "1,350 yuan a month · 12 months from 2026-12-01")
                back=("/desk".into(), lang.t("工作台", "Desk"))
            />
            <Stack>
                <Card>{super::own_pages::stepper(lang, false)}</Card>
                <Columns>
                    <Card title=lang.t("办结将同时完成", "Completing does all of this at once")>
                        <Effects effects=effects.into_iter().map(|(zh, en)| lang.t(zh, en)).collect()/>
                    </Card>
                    <Card title=lang.t("核对", "Checks")>
                        <Checklist checks/>
                    </Card>
                </Columns>
            </Stack>
            <DecisionBar>
                <Button look=Look::Main icon=Glyph::ShieldCheck label=lang.t("办结并登记", "Complete and register")/>
                <Button label=lang.t("退回补正", "Return for correction")/>
                <Button look=Look::Danger label=lang.t("取消撮合", "Cancel the match")/>
            </DecisionBar>
        </Wide>
    }
    .into_any()
}

pub(super) fn certificate(lang: Sample) -> AnyView {
    let squares: String = (0..14)
        .flat_map(|y| (0..14).map(move |x| (x, y)))
        .filter(|(x, y)| (x * 7 + y * 5 + x * y) % 3 == 0)
        .map(|(x, y)| format!("M{x} {y}h1v1h-1z"))
        .collect();
    view! {
        <Wrap>
            <Stack>
                <Notice tone=Tone::Ok title=lang.t("凭证有效", "This certificate is valid")/>
                <Certificate
                    title=lang.t("房屋租赁登记凭证", "Certificate of lease registration")
                    number="F-350404-2026-000123"
                    qr_svg=format!(r#"<svg viewBox="0 0 14 14" xmlns="http://www.w3.org/2000/svg"><path d="{squares}"/></svg>"#)
                    qr_label=lang.t("扫码核验", "Scan to check")
                    issued=lang.t("三明市房屋租赁咨询中心 · 2026-11-23", "Sanming Rental Consultation Centre · 2026-11-23")
                >
                    <KeyValue items=vec![
                        Item::new(lang.t("坐落", "Address"), lang.t("福建省三明市三元区列东街道江滨新村", "Jiangbin New Village, Liedong, Sanyuan, Sanming, Fujian")),
                        Item::new(lang.t("出租人", "Landlord"), lang.t("黄**", "Huang **")),
                        Item::new(lang.t("承租人", "Tenant"), lang.t("林**", "Lin **")),
                        Item::new(lang.t("租期", "Term"), "2026-12-01 – 2027-11-30"),
                    ]/>
                </Certificate>
            </Stack>
        </Wrap>
    }
    .into_any()
}

pub(super) fn parts(lang: Sample) -> AnyView {
    let tones = [
        (Tone::Ok, lang.t("已核验", "Verified")),
        (Tone::Warn, lang.t("待补正", "Incomplete")),
        (Tone::Error, lang.t("已退回", "Returned")),
        (Tone::Info, lang.t("审核中", "In review")),
        (Tone::Neutral, lang.t("草稿", "Draft")),
    ];
    let photos = (1..=4)
        .map(|at| Photo {
            src: "../../style/assets/favicon.svg".into(),
            alt: format!("{} {at}", lang.t("照片", "Photo")),
            width: 800,
            height: 600,
        })
        .collect();
    let badges = tones
        .iter()
        .map(|(tone, word)| view! { <Badge tone=*tone label=word.clone()/> })
        .collect_view();
    view! {
        <Wrap>
            <PageHead title=lang.t("零件", "Parts")/>
            <Stack>
                <Cluster>{badges}</Cluster>
                {tones
                    .iter()
                    .map(|(tone, word)| {
                        view! {
                            <Notice tone=*tone title=word.clone()>
                                <p>{lang.t("发生了什么，意味着什么，接下来怎么办。", "What happened, what it means, what to do.")}</p>
                            </Notice>
                        }
                    })
                    .collect_view()}
                <Actions>
                    <Button look=Look::Main label=lang.t("主要操作", "Main action")/>
                    <Button label=lang.t("其他操作", "Another action") icon=Glyph::Printer/>
                    <Button look=Look::Danger label=lang.t("撤下", "Take down")/>
                    <Button disabled=true label=lang.t("不可用", "Not possible")/>
                    <LinkButton look=Look::Plain href="/" label=lang.t("像链接", "Like a link")/>
                </Actions>
                <Cluster>{Glyph::ALL.into_iter().map(|glyph| view! { <Icon glyph/> }).collect_view()}</Cluster>
                <Card>{super::own_pages::stepper(lang, true)}</Card>
                <Columns>
                    <EmptyState art=EmptyArt::Search title=lang.t("没有找到", "Nothing found") text=lang.t("去掉一个条件再试试。", "Take off a filter and try again.")/>
                    <EmptyState art=EmptyArt::Tray title=lang.t("都办完了", "All done")/>
                </Columns>
                <PhotoGallery label=lang.t("照片", "Photos") photos/>
                <FieldRow name="range" label=lang.t("楼层", "Floor")>
                    <TextInput name="floor" label=lang.t("所在", "On") kind=InputKind::Whole/>
                    <TextInput name="floors" label=lang.t("总共", "Of") kind=InputKind::Whole/>
                </FieldRow>
                <DateTimeInput name="slot" label=lang.t("看房时间", "Time of the viewing")/>
                <Prose>
                    <h2>{lang.t("正文", "Text")}</h2>
                    <p>{lang.t("每行不超过三十八个字，读起来不累。", "Lines are kept short, so that they are easy to read.")}</p>
                </Prose>
            </Stack>
        </Wrap>
    }
    .into_any()
}
