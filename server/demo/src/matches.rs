//! People who apply: a match in each of its states.

use super::{
    DemoError,
    home::Home,
    people::{People, born, identity_number, identity_of, phone},
    seed::{Listings, Story},
};
use backend::{
    Backend,
    matching::{self, Application},
    registration,
};
use domain::{
    access::Actor,
    area::AreaCode,
    contact::PersonName,
    id::MatchId,
    matching::{Checklist, Details, Household, Terms, TypedDetails, TypedMember},
    time,
};
use jiff::SignedDuration;

/// How far a match got, in the order of the steps.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Applied,
    Declined(&'static str),
    Withdrawn,
    Accepted,
    /// The household gave its documents.
    Details,
    /// The terms are written, and the tenant has confirmed them.
    TenantConfirmed,
    Agreed,
    Completed,
    Finalised,
}

/// Somebody who moves in with the tenant.
struct Member {
    name: &'static str,
    relation: &'static str,
    born: &'static str,
    sequence: u16,
    minor: bool,
}

struct Case {
    /// Hours after the beginning of the story.
    hour: i64,
    home: &'static str,
    tenant: &'static str,
    message: &'static str,
    with: &'static [Member],
    /// Household registration in this city: nothing but the house is registered.
    local: bool,
    end: End,
}

const CASES: [Case; 13] = [
    // Nobody answers: three days later it has lapsed.
    Case {
        hour: 15 * 24,
        home: "taining-lake",
        tenant: "tenant7",
        message: "打算在景区做一季的讲解员，租三个月。",
        with: &[],
        local: false,
        end: End::Applied,
    },
    Case {
        hour: 15 * 24 + 8,
        home: "liexi-quiet",
        tenant: "tenant2",
        message: "一家三口，孩子明年上小学，希望长租。",
        with: &[
            Member {
                name: "郭子豪",
                relation: "spouse",
                born: "19900216",
                sequence: 301,
                minor: false,
            },
            Member {
                name: "郭小满",
                relation: "child",
                born: "20200522",
                sequence: 302,
                minor: true,
            },
        ],
        local: false,
        end: End::Finalised,
    },
    Case {
        hour: 16 * 24,
        home: "yongan-dragon",
        tenant: "tenant6",
        message: "我是永安本地人，换到离单位近一点的地方住。",
        with: &[],
        local: true,
        end: End::Finalised,
    },
    Case {
        hour: 16 * 24 + 10,
        home: "baisha-factory",
        tenant: "tenant5",
        message: "我和工友一起租，两个人倒班，作息错开。",
        with: &[Member {
            name: "卢建军",
            relation: "colleague",
            born: "19870914",
            sequence: 303,
            minor: false,
        }],
        local: false,
        end: End::Completed,
    },
    Case {
        hour: 17 * 24,
        home: "liedong-top",
        tenant: "tenant4",
        message: "我们有一只小型犬，已经打过疫苗。",
        with: &[],
        local: false,
        end: End::Declined("顶楼对带小孩的家庭不太安全，怕你们住得不安心。"),
    },
    Case {
        hour: 17 * 24 + 6,
        home: "xubi-studio",
        tenant: "tenant3",
        message: "一个人住，可以马上搬。",
        with: &[],
        local: false,
        end: End::Withdrawn,
    },
    Case {
        hour: 18 * 24,
        home: "chengguan-walk",
        tenant: "tenant4",
        message: "在医院附近上班，带着孩子和婆婆一起住。",
        with: &[
            Member {
                name: "孙玉兰",
                relation: "parent",
                born: "19640803",
                sequence: 304,
                minor: false,
            },
            Member {
                name: "孙可可",
                relation: "child",
                born: "20180117",
                sequence: 306,
                minor: true,
            },
        ],
        local: false,
        end: End::Agreed,
    },
    Case {
        hour: 18 * 24 + 9,
        home: "liexi-couple",
        tenant: "tenant",
        message: "和爱人一起住，两个人都上班，不抽烟。",
        with: &[Member {
            name: "许静怡",
            relation: "spouse",
            born: "19970709",
            sequence: 308,
            minor: false,
        }],
        local: false,
        end: End::TenantConfirmed,
    },
    Case {
        hour: 19 * 24,
        home: "baisha-bridge",
        tenant: "tenant3",
        message: "我和朋友合租，各自都有稳定工作。",
        with: &[Member {
            name: "马俊",
            relation: "friend",
            born: "19890405",
            sequence: 305,
            minor: false,
        }],
        local: false,
        end: End::Details,
    },
    Case {
        hour: 19 * 24 + 8,
        home: "shaxian-ligang",
        tenant: "tenant7",
        message: "公司派驻沙县一年，想租精装的房子。",
        with: &[],
        local: false,
        end: End::Accepted,
    },
    // Two households for one home.
    Case {
        hour: 20 * 24 + 2,
        home: "liedong-river",
        tenant: "tenant",
        message: "看房以后很满意，希望能租给我们。",
        with: &[Member {
            name: "许静怡",
            relation: "spouse",
            born: "19970709",
            sequence: 308,
            minor: false,
        }],
        local: false,
        end: End::Applied,
    },
    Case {
        hour: 20 * 24 + 5,
        home: "liedong-river",
        tenant: "tenant7",
        message: "一个人住，可以租两年。",
        with: &[],
        local: false,
        end: End::Applied,
    },
    Case {
        hour: 20 * 24 + 9,
        home: "yongan-yan",
        tenant: "tenant5",
        message: "替父母租的，他们喜欢江边。",
        with: &[],
        local: false,
        end: End::Applied,
    },
];

/// Tells all cases and says how many there were.
pub(super) async fn tell(
    story: &Story<'_>,
    people: &People,
    homes: &[Home],
    listings: &Listings<'_>,
) -> Result<usize, DemoError> {
    for case in &CASES {
        story.until(SignedDuration::from_hours(case.hour));
        let home = homes.iter().find(|home| home.key == case.home);
        let home = home.ok_or_else(|| DemoError::content("match", case.home))?;
        let place = AreaCode::parse(&home.community).map_err(|_| DemoError::content("match", case.home))?;
        let play = Play {
            story,
            case,
            tenant: people.named(case.tenant)?,
            landlord: people.named(&home.landlord())?,
            coordinator: people.coordinator_of(&place)?,
        };
        play.run(listings).await?;
    }
    matching::lapse_due(story.backend).await?;
    Ok(CASES.len())
}

/// A case with the people who act in it.
struct Play<'a> {
    story: &'a Story<'a>,
    case: &'a Case,
    tenant: &'a Actor,
    landlord: &'a Actor,
    coordinator: &'a Actor,
}

impl Play<'_> {
    async fn run(&self, listings: &Listings<'_>) -> Result<(), DemoError> {
        let backend = self.backend();
        let id = self.apply(listings).await?;
        match self.case.end {
            End::Applied => return Ok(()),
            End::Declined(reason) => return Ok(matching::decline(backend, self.landlord, id, reason).await?),
            End::Withdrawn => return Ok(matching::withdraw(backend, self.tenant, id).await?),
            End::Accepted | End::Details | End::TenantConfirmed | End::Agreed | End::Completed | End::Finalised => {}
        }
        self.pause();
        matching::accept(backend, self.landlord, id).await?;
        if self.case.end >= End::Details {
            self.pause();
            self.give_details(id).await?;
        }
        if self.case.end >= End::TenantConfirmed {
            self.write_terms(id).await?;
            self.confirm(id, self.tenant).await?;
        }
        if self.case.end >= End::Agreed {
            self.confirm(id, self.landlord).await?;
        }
        if self.case.end >= End::Completed {
            self.pause();
            self.complete(id).await?;
        }
        Ok(())
    }

    fn backend(&self) -> &Backend {
        self.story.backend
    }

    /// People take their time.
    fn pause(&self) {
        self.backend().clock().advance(40 * 60);
    }

    async fn apply(&self, listings: &Listings<'_>) -> Result<MatchId, DemoError> {
        let case = self.case;
        let listing = *listings
            .get(case.home)
            .ok_or_else(|| DemoError::content("match", case.home))?;
        let name = PersonName::parse(&self.tenant.name).map_err(|_| DemoError::content("match", case.tenant))?;
        let others: Vec<_> = case
            .with
            .iter()
            .map(|member| TypedMember {
                name: member.name.to_owned(),
                relation: member.relation.to_owned(),
                minor: member.minor,
            })
            .collect();
        let household =
            Household::parse(name, &others).map_err(|errors| DemoError::refused("household", case.home, &errors))?;
        let application = Application {
            household,
            message: case.message.to_owned(),
        };
        Ok(matching::apply(self.backend(), self.tenant, listing, application).await?)
    }

    async fn give_details(&self, id: MatchId) -> Result<(), DemoError> {
        let (birth, sequence) = born(self.tenant)?;
        let people = std::iter::once((birth, sequence, false)).chain(
            self.case
                .with
                .iter()
                .map(|member| (member.born, member.sequence, member.minor)),
        );
        for (no, (birth, sequence, minor)) in (1..).zip(people) {
            let details = self.details(birth, sequence, minor)?;
            matching::give_details(self.backend(), self.tenant, id, no, &details).await?;
        }
        Ok(())
    }

    fn details(&self, birth: &str, sequence: u16, minor: bool) -> Result<Details, DemoError> {
        let today = self.backend().today();
        let address = if self.case.local {
            "福建省三明市永安市燕西街道示范路1号"
        } else {
            "江西省赣州市示范县示范镇示范村"
        };
        let typed = TypedDetails {
            document_kind: "identity-card".to_owned(),
            document_number: identity_number(birth, sequence)?,
            phone: if minor { String::new() } else { phone(sequence) },
            local: if self.case.local { "yes" } else { "no" }.to_owned(),
            household_address: address.to_owned(),
            reason: if minor { "09" } else { "01" }.to_owned(),
            arrives_on: time::format_date(today),
            stay_months: "12".to_owned(),
            employer: if minor { "" } else { "三明示范机械有限公司" }.to_owned(),
            guardian: if minor { self.tenant.name.clone() } else { String::new() },
            ..TypedDetails::default()
        };
        Details::parse(&typed, today).map_err(|errors| DemoError::refused("details", self.case.home, &errors))
    }

    /// What the form offers, with what only the landlord can say.
    async fn write_terms(&self, id: MatchId) -> Result<(), DemoError> {
        let backend = self.backend();
        let identity = identity_of(backend, self.landlord)?;
        matching::give_identity(backend, self.landlord, id, &identity).await?;
        let mut typed = matching::prefill(backend, self.landlord, id)
            .await?
            .ok_or_else(|| DemoError::content("terms", self.case.home))?;
        typed.deposit_deductions = "拖欠的水电燃气费；人为损坏的家具家电按维修价扣除，正常磨损不扣。".to_owned();
        typed.handover = "大门钥匙两把、门禁卡两张；家具家电按现场清单；水表、电表、燃气表读数当场抄录。".to_owned();
        let terms = Terms::parse(&typed, backend.today())
            .map_err(|errors| DemoError::refused("terms", self.case.home, &errors))?;
        Ok(matching::write_terms(backend, self.landlord, id, terms).await?)
    }

    async fn confirm(&self, id: MatchId, party: &Actor) -> Result<(), DemoError> {
        self.pause();
        let view = matching::load(self.backend(), party, id).await?;
        let hash = view
            .and_then(|view| view.hash)
            .ok_or_else(|| DemoError::content("terms", self.case.home))?;
        Ok(matching::confirm(self.backend(), party, id, &hash).await?)
    }

    async fn complete(&self, id: MatchId) -> Result<(), DemoError> {
        let seen = Checklist {
            landlord_document_seen: true,
            title_seen: true,
            occupant_documents_seen: true,
        };
        let completed = matching::complete(self.backend(), self.coordinator, id, seen).await?;
        if self.case.end == End::Finalised {
            self.pause();
            registration::finalise(self.backend(), self.coordinator, completed.house_registration).await?;
        }
        Ok(())
    }
}
