//! How far a match is: the same picture for tenant, landlord and coordinator.

use leptos::prelude::*;

use super::{Glyph, Icon, MaybeText};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StepState {
    Done,
    /// Somebody has to do something now.
    Current,
    #[default]
    Todo,
    /// Declined, withdrawn or lapsed here.
    Stopped,
}

impl StepState {
    const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Current => "current",
            Self::Todo => "todo",
            Self::Stopped => "stopped",
        }
    }
}

/// One step of a [`Stepper`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    pub label: String,
    pub state: StepState,
    /// The state as a word: “已完成”, “等待房东”, “已撤回”.
    pub status: MaybeText,
    /// When it was done, ready to show.
    pub date: MaybeText,
    /// Who did it, or who is waited for.
    pub who: MaybeText,
}

/// 申请 → 房东接受 → 双方确认 → 中心办结 → 登记完成. Lies on desks, stands on phones.
#[component]
pub fn Stepper(#[prop(into)] label: String, steps: Vec<Step>) -> impl IntoView {
    let steps = steps
        .into_iter()
        .enumerate()
        .map(|(at, step)| {
            let dot = match step.state {
                StepState::Done => view! { <Icon glyph=Glyph::Check/> }.into_any(),
                StepState::Stopped => view! { <Icon glyph=Glyph::Close/> }.into_any(),
                StepState::Current | StepState::Todo => (at + 1).into_any(),
            };
            view! {
                <li data-state=step.state.name() aria-current=(step.state == StepState::Current).then_some("step")>
                    <span class="step-dot">{dot}</span>
                    <div class="step-text">
                        <span class="step-name">{step.label}</span>
                        {step.status.into_option().map(|status| view! { <span class="step-status">{status}</span> })}
                        {step.date.into_option().map(|date| view! { <span class="step-date">{date}</span> })}
                        {step.who.into_option().map(|who| view! { <span class="step-who">{who}</span> })}
                    </div>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="stepper" aria-label=label>{steps}</ol> }.into_any()
}
