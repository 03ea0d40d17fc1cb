//! Sample pages of a tenant and a landlord.

use leptos::prelude::*;

use super::super::*;
use super::Sample;

pub(super) fn form(lang: Sample) -> AnyView {
    let missing = lang.t(
        "请填写面积，例如 68 或 68.5",
        "Enter the floor area, such as 68 or 68.5",
    );
    let streets = vec![
        Choice::new("350404001", lang.t("列东街道", "Liedong")).group(lang.t("三元区", "Sanyuan")),
        Choice::new("350481001", lang.t("燕东街道", "Yandong")).group(lang.t("永安市", "Yong'an")),
    ];
    let uses = vec![
        Choice::new("home", lang.t("住宅", "Home"))
            .hint(lang.t("产权证上的规划用途为住宅", "The title says residential")),
        Choice::new("dorm", lang.t("集体宿舍", "Dormitory")),
    ];
    let things = ["床", "空调", "热水器", "洗衣机"]
        .into_iter()
        .map(|thing| Choice::new(thing, thing))
        .collect();
    view! {
        <Narrow>
            <PageHead title=lang.t("登记房屋", "Register a house") lead=lang.t("只需登记一次，以后发布房源都用它。", "Once only: all your listings will use it.")/>
            <FormSteps
                label=lang.t("第 2 步，共 4 步", "Step 2 of 4")
                steps=vec![lang.t("地址", "Address"), lang.t("房屋", "House"), lang.t("产权", "Title"), lang.t("核对", "Review")]
                current=1
            />
            <ErrorSummary title=lang.t("有 1 处需要修改", "Please correct one thing") errors=vec![("area".into(), missing.clone())]/>
            <PostForm>
                <Select name="street" label=lang.t("街道", "Street") choices=streets value="350404001" placeholder=lang.t("请选择", "Choose")/>
                <TextInput
                    name="area"
                    label=lang.t("建筑面积", "Floor area")
                    kind=InputKind::Decimal
                    hint=lang.t("以产权证为准", "As the title says")
                    error=missing
                    value="六十八"
                    suffix=lang.t("㎡", "m²")
                    width=Width::Short
                />
                <TextInput name="phone" label=lang.t("手机号码", "Mobile phone") kind=InputKind::Phone width=Width::Middle/>
                <RadioGroup name="use" label=lang.t("用途", "Use") choices=uses value="home"/>
                <CheckboxGroup name="has" label=lang.t("设施", "Facilities") choices=things values=vec!["空调".into()] inline=true note=lang.t("选填", "optional")/>
                <DateInput name="from" label=lang.t("可入住日期", "Free from") value="2026-12-01"/>
                <TextArea name="about" label=lang.t("说明", "Description") hint=lang.t("不要写门牌号和电话", "No door number, no phone") note=lang.t("选填", "optional")/>
                <Checkbox name="declare" label=lang.t("我声明房屋不是违法建筑，可以出租", "I declare that the house is legal and may be let")/>
                <Actions>
                    <Button look=Look::Main label=lang.t("保存并继续", "Save and continue")/>
                    <LinkButton look=Look::Plain href="/me" label=lang.t("取消", "Cancel")/>
                </Actions>
            </PostForm>
        </Narrow>
    }
    .into_any()
}

pub(super) fn overview(lang: Sample) -> AnyView {
    view! {
        <Wrap>
            <PageHead title=lang.t("我的", "My page")>
                <LinkButton href="/me/houses/new" icon=Glyph::Plus label=lang.t("登记房屋", "Register a house")/>
            </PageHead>
            <Stack>
                <Notice tone=Tone::Warn title=lang.t("请在 11 月 25 日前回复 1 个申请", "Answer one application by 25 November")/>
                <Columns>
                    <Section title=lang.t("租房", "Renting")>
                        <Stack>
                            <LinkCard
                                href="/matches/1"
                                title=lang.t("江滨新村 2室1厅", "Jiangbin New Village, 2 rooms")
                                text=lang.t("双方确认条款", "Both sides confirm the terms")
                                meta="M-350404-2026-000318"
                            >
                                <Badge tone=Tone::Warn label=lang.t("等您确认", "Waits for you")/>
                            </LinkCard>
                            <LinkCard href="/me/viewings/1" title=lang.t("看房：群英社区 单间", "Viewing: Qunying, one room") text="2026-11-24 18:30">
                                <Badge tone=Tone::Ok label=lang.t("已约定", "Agreed")/>
                            </LinkCard>
                        </Stack>
                    </Section>
                    <Section title=lang.t("出租", "Letting")>
                        <EmptyState
                            title=lang.t("您还没有登记房屋", "You have not registered a house yet")
                            text=lang.t("登记一次，以后发布房源都用它。", "Once only: all your listings will use it.")
                            action=("/me/houses/new".into(), lang.t("登记房屋", "Register a house"))
                        />
                    </Section>
                </Columns>
            </Stack>
        </Wrap>
    }
    .into_any()
}

pub(super) fn stepper(lang: Sample, stopped: bool) -> AnyView {
    let step = move |zh: &str, en: &str, state, status: (&str, &str), date: &str, who: (&str, &str)| Step {
        label: lang.t(zh, en),
        state,
        status: lang.t(status.0, status.1).into(),
        date: date.into(),
        who: lang.t(who.0, who.1).into(),
    };
    let third = if stopped {
        (StepState::Stopped, ("已撤回", "Withdrawn"))
    } else {
        (StepState::Current, ("等您确认", "Waits for you"))
    };
    let steps = vec![
        step(
            "申请",
            "Application",
            StepState::Done,
            ("", ""),
            "11-18 20:14",
            ("林小溪", "Lin Xiaoxi"),
        ),
        step(
            "房东接受",
            "Landlord accepts",
            StepState::Done,
            ("", ""),
            "11-19 09:02",
            ("黄房东", "Mr Huang"),
        ),
        step(
            "双方确认",
            "Both confirm",
            third.0,
            third.1,
            "",
            ("房东已确认", "Landlord confirmed"),
        ),
        step("中心办结", "Centre completes", StepState::Todo, ("", ""), "", ("", "")),
        step("登记完成", "Registered", StepState::Todo, ("", ""), "", ("", "")),
    ];
    view! { <Stepper label=lang.t("进度", "Progress") steps/> }.into_any()
}

pub(super) fn matching(lang: Sample) -> AnyView {
    let side = view! {
        <SummaryBox title=lang.t("下一步：确认条款", "Next: confirm the terms")>
            <p>{lang.t("请核对左边的条款。确认后不能再改。", "Check the terms. After you confirm they cannot be changed.")}</p>
            <PostForm action="/matches/1">
                <Checkbox name="agree" label=lang.t("我已读过并同意这些条款", "I have read these terms and agree")/>
                <Button look=Look::Main label=lang.t("确认条款", "Confirm the terms")/>
            </PostForm>
        </SummaryBox>
        <PostButton look=Look::Danger action="/matches/1" label=lang.t("撤回申请", "Withdraw") fields=vec![("action", "withdraw".into())]/>
    }
    .into_any();
    view! {
        <Wrap>
            <PageHead
                kicker="M-350404-2026-000318"
                title=lang.t("江滨新村 12 幢 302", "Jiangbin New Village 12-302")
                back=("/me".into(), lang.t("我的", "My page"))
            >
                <Badge tone=Tone::Warn label=lang.t("等您确认", "Waits for you")/>
            </PageHead>
            <Stack>
                <Card>{stepper(lang, false)}</Card>
                <Sidebar side>
                    <Card title=lang.t("条款", "Terms")>
                        <KeyValue items=vec![
                            Item::new(lang.t("租金", "Rent"), view! { <Money yuan=1350 unit=lang.t("元/月", "yuan a month")/> }),
                            Item::new(lang.t("租期", "Term"), lang.t("2026-12-01 起 12 个月", "12 months from 2026-12-01")).change("/matches/1/terms", lang.t("修改", "Change")),
                            Item::new(lang.t("押金", "Deposit"), lang.t("1,350 元，退房验收后 7 日内退还", "1,350 yuan, returned within 7 days")),
                            Item::new(lang.t("条款校验码", "Hash of the terms"), "9f3a 71c2 04be"),
                        ]/>
                    </Card>
                    <Card title=lang.t("经过", "History")>
                        <History events=vec![
                            Event { when: "2026-11-19 09:02".into(), what: lang.t("接受申请", "Accepted"), who: lang.t("黄房东", "Mr Huang").into(), ..Event::default() },
                            Event { when: "2026-11-18 20:14".into(), what: lang.t("提交申请", "Applied"), who: lang.t("林小溪", "Lin Xiaoxi").into(), note: lang.t("3 人同住", "Three people").into() },
                        ]/>
                    </Card>
                </Sidebar>
            </Stack>
        </Wrap>
    }
    .into_any()
}
