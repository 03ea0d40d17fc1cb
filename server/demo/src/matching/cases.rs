//! Who applies for what, with whom, and how far it gets.

/// How far a match got, in the order of the steps.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum End {
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
pub(super) struct Member {
    pub name: &'static str,
    pub relation: &'static str,
    pub born: &'static str,
    pub sequence: u16,
    pub minor: bool,
}

pub(super) struct Case {
    /// Hours after the beginning of the story.
    pub hour: i64,
    pub home: &'static str,
    pub tenant: &'static str,
    pub message: &'static str,
    pub with: &'static [Member],
    /// Household registration in this city: nothing but the house is registered.
    pub local: bool,
    pub end: End,
}

pub(super) const CASES: [Case; 13] = [
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::{NOBODYS_AREA, PEOPLE, identity_number};
    use domain::document::{DocumentKind, DocumentNumber};
    use jiff::civil::date;
    use std::collections::BTreeMap;

    #[test]
    fn whoever_moves_in_has_a_document_of_nobody_s_and_of_their_own() {
        let mut owners: BTreeMap<_, _> = PEOPLE
            .iter()
            .filter(|person| person.role.is_none())
            .map(|person| (identity_number(person.born, person.sequence).unwrap(), person.name))
            .collect();
        for member in CASES.iter().flat_map(|case| case.with) {
            let number = identity_number(member.born, member.sequence).unwrap();
            let document = DocumentNumber::parse(DocumentKind::IdentityCard, &number, date(2026, 11, 23)).unwrap();
            assert_eq!(document.area_prefix(), Some(NOBODYS_AREA));
            assert_eq!(*owners.entry(number).or_insert(member.name), member.name);
        }
    }
}
