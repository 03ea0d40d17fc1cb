//! Homes that were let, or are about to be, made of a number: the same on every machine.

use anyhow::Result;
use domain::{
    area::{AreaCode, AreaLevel},
    document::identity_check_character,
    matching::{Contract, Payer, Terms},
    money::Yuan,
    registration::{CertificateCode, RegistrationStatus},
};
use jiff::{ToSpan, civil::date};
use uuid::Uuid;

/// What there is to make: so many homes whose registrations stand, then so many whose match waits for its completion.
#[derive(Clone, Copy, Debug)]
pub struct Town {
    pub registered: u64,
    pub agreed: u64,
    /// Four matches each are after one door, and families stand in two of them.
    pub rivals: bool,
}

/// A home with everybody around it. Numbers are those of the homes from which they come.
#[derive(Clone, Debug)]
pub struct Home {
    pub no: u64,
    pub house: u64,
    pub door: u64,
    pub landlord: u64,
    pub household: Vec<Member>,
    /// The bedroom that is let, or the whole.
    pub space: Option<i32>,
    /// `None`: the match is agreed.
    pub registered: Option<Registered>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    pub home: u64,
    pub at: u8,
    pub local: bool,
}

/// In which states its registrations are.
#[derive(Clone, Copy, Debug)]
pub struct Registered {
    pub house: RegistrationStatus,
    pub first_resident: RegistrationStatus,
    pub other_residents: RegistrationStatus,
}

/// On average a home has one registration of the house and one and a half of people.
pub const fn homes_of(registrations: u64) -> u64 {
    registrations * 2 / 5
}

impl Town {
    pub fn all(self) -> impl Iterator<Item = Home> {
        (0..self.registered + self.agreed).map(move |no| self.home(no))
    }

    pub fn agreed(self) -> impl Iterator<Item = Home> {
        (self.registered..self.registered + self.agreed).map(move |no| self.home(no))
    }

    pub fn home(self, no: u64) -> Home {
        match no.checked_sub(self.registered) {
            Some(at) if self.rivals => self.rival(no, at),
            agreed => Home {
                no,
                house: no,
                door: no,
                landlord: no - no % 3,
                household: household(no, if agreed.is_some() { FAMILY } else { no % 4 }),
                space: None,
                registered: agreed.is_none().then(|| self.registered(no)),
            },
        }
    }

    /// The whole home twice by two listings, once by another landlord's record of the door, and a room of it. The second
    /// household is the first one of the next door in another order.
    fn rival(self, no: u64, at: u64) -> Home {
        let first = no - at % 4;
        let family = |home| (0..3).map(move |at| Member { home, at, local: false });
        let (house, household, space) = match at % 4 {
            1 if first + 4 < self.registered + self.agreed => (first, family(first + 4).rev().collect(), None),
            2 => (no, family(no).collect(), None),
            3 => (first, family(no).take(1).collect(), Some(2)),
            _ => (first, family(no).collect(), None),
        };
        Home {
            no,
            house,
            door: first,
            landlord: house,
            household,
            space,
            registered: None,
        }
    }

    /// The older half has ended, the newest wait, a few of the others were forgotten; the rest is settled.
    fn registered(self, no: u64) -> Registered {
        use RegistrationStatus::{Accepted, Ended, Finalised, Prefilled, Returned};
        let all = |status| (status, status, status);
        let waiting = (self.registered / 10).min(3000);
        let (house, first_resident, other_residents) = if no + waiting >= self.registered {
            match no % 10 {
                0..4 => all(Prefilled),
                4..8 => all(Finalised),
                8 => (Returned, Finalised, Finalised),
                _ => (Accepted, Returned, Accepted),
            }
        } else if no < self.registered / 2 {
            all(Ended)
        } else if no.is_multiple_of(2000) {
            all(Finalised)
        } else {
            all(Accepted)
        };
        Registered {
            house,
            first_resident,
            other_residents,
        }
    }
}

/// Three people, of whom one is local: every match that is completed on its own has such a household.
const FAMILY: u64 = 2;

/// One to three people, some of them local.
fn household(no: u64, like: u64) -> Vec<Member> {
    let (count, local) = match like {
        0 => (1, None),
        1 => (2, Some(1)),
        2 => (3, Some(1)),
        _ => (2, None),
    };
    let member = |at| Member {
        home: no,
        at,
        local: local == Some(at),
    };
    (0..count).map(member).collect()
}

/// What an id is of.
#[derive(Clone, Copy, Debug)]
#[repr(u8)]
pub enum Kind {
    Landlord = 1,
    Tenant,
    Person,
    Document,
    Version,
    Door,
    House,
    Listing,
    Match,
    Occupant,
    Lease,
    Party,
    Resident,
    Registration,
    Event,
    Certificate,
    Visit,
    Credit,
    Audit,
    Coordinator,
}

/// 2023-11-14.
const BEGAN: i64 = 1_700_000_000_000;
/// Between one home and the next.
const GAP: i64 = 200_000;

/// When a home's papers were written, in unix milliseconds.
pub fn at(no: u64) -> i64 {
    BEGAN + i64::try_from(no).unwrap_or(0) * GAP
}

/// Of UUIDv7's form: as in life, ids of later homes sort later.
pub fn id(kind: Kind, no: u64, sub: u8) -> Uuid {
    let millis = u128::from(at(no).unsigned_abs());
    Uuid::from_u128(
        millis << 80 | 0x7 << 76 | (kind as u128) << 64 | 0b10 << 62 | u128::from(no) << 8 | u128::from(sub),
    )
}

/// The coordinator who entered all that stands.
pub fn coordinator() -> Uuid {
    id(Kind::Coordinator, 0, 0)
}

/// The account of the landlord.
pub fn landlord(home: &Home) -> Uuid {
    id(Kind::Landlord, home.landlord, 0)
}

/// The landlord stands behind the household.
pub const LANDLORD: u8 = 3;

impl Member {
    pub fn id(self, kind: Kind) -> Uuid {
        id(kind, self.home, self.at)
    }

    /// An adult, invented: the area was never assigned, the check character is right.
    pub fn born_and_document(self) -> (String, String) {
        let count = self.home * 4 + u64::from(self.at);
        let days = i64::try_from(count % 20_000).unwrap_or(0);
        let born = date(1950, 1, 1).saturating_add(days.days());
        let body = format!("159999{}{:03}", born.strftime("%Y%m%d"), count / 20_000);
        let check = identity_check_character(&body).unwrap_or('0');
        (born.to_string(), format!("identity-card:{body}{check}"))
    }
}

impl Home {
    pub fn landlord(&self) -> Member {
        Member {
            home: self.landlord,
            at: LANDLORD,
            local: true,
        }
    }

    pub fn id(&self, kind: Kind) -> Uuid {
        id(kind, self.no, 0)
    }

    pub fn at(&self) -> i64 {
        at(self.no)
    }

    /// All communities of the city, evenly; the homes that are fought over stand in one district.
    pub fn community(&self) -> AreaCode {
        community(self.door, self.registered.is_none())
    }

    pub fn match_number(&self) -> String {
        self.number('M', self.no)
    }

    /// Of the registration with this place among those of the home: 0 is the house's.
    pub fn registration_number(&self, sub: u8) -> String {
        match sub {
            0 => self.number('F', self.no),
            _ => self.number('J', self.no * 4 + u64::from(sub)),
        }
    }

    fn number(&self, kind: char, count: u64) -> String {
        let community = self.community();
        let district = community.as_str().get(..6).unwrap_or_default();
        format!("{kind}-{district}-2024-{count:06}")
    }

    pub fn contract(&self) -> Result<Contract> {
        let rent = Yuan::new(1350).map_err(|code| anyhow::anyhow!("a rent: {code}"))?;
        let occupants = self.household.iter().map(|_| "王租客".to_owned()).collect();
        Ok(Contract {
            match_number: self.match_number(),
            house: "福建省三明市三元区列东街道江滨路12号江滨新村3幢5层502室".to_owned(),
            space_no: self.space,
            landlord: "陈房东".to_owned(),
            tenant: "王租客".to_owned(),
            occupants,
            terms: Terms {
                starts_on: date(2026, 12, 1),
                months: 12,
                rent,
                payment_months: 1,
                deposit: rent,
                deposit_return_days: 7,
                deposit_deductions: "欠费和损坏".to_owned(),
                utilities: Payer::Tenant,
                internet: Payer::Tenant,
                property_fee: Payer::Landlord,
                repairs: Payer::Landlord,
                sublet_allowed: false,
                notice_days: 30,
                handover: "床两张,钥匙两把".to_owned(),
                extra: String::new(),
            },
        })
    }
}

/// The code on the certificate of a registration.
pub fn certificate_code(no: u64, sub: u8) -> CertificateCode {
    let spread = (u128::from(no) * 4 + u128::from(sub)).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
    let letters = spread.to_be_bytes().map(|byte| byte % 31);
    CertificateCode::from_random(letters)
}

pub const DISTRICT: &str = "350404";

fn community(door: u64, in_one_district: bool) -> AreaCode {
    use std::sync::LazyLock;
    fn communities(around: &str) -> Vec<AreaCode> {
        let around = AreaCode::parse(around).into_iter();
        around
            .flat_map(|around| backend::area::within(around, AreaLevel::Community))
            .map(|area| area.code)
            .collect()
    }
    static CITY: LazyLock<Vec<AreaCode>> = LazyLock::new(|| communities("3504"));
    static ONE: LazyLock<Vec<AreaCode>> = LazyLock::new(|| communities(DISTRICT));
    let list = if in_one_district { &ONE } else { &CITY };
    list[(door as usize).wrapping_mul(7919) % list.len()]
}
