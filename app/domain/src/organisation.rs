//! Organisations (单位) in whose name staff act: police stations, housing offices, the centre itself.

use crate::{
    area::AreaCode,
    coded::coded,
    credit_code::CreditCode,
    form::{Code, Errors},
    text,
};

coded! {
    pub enum Kind {
        /// 派出所
        PoliceStation = "police-station",
        /// 住房主管部门
        HousingOffice = "housing-office",
        /// The rental consultation centre.
        Centre = "centre",
        /// 街道办事处、乡镇人民政府
        StreetOffice = "street-office",
        Other = "other",
    }
}

/// The form as typed; each field's name is the name of its error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedOrganisation {
    pub kind: String,
    pub name: String,
    pub credit_code: String,
    /// A code, see [`AreaCode::parse`].
    pub area: String,
    pub address: String,
}

/// An organisation that may be kept. Whether there is such an area is for the caller to look up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOrganisation {
    pub kind: Kind,
    /// 2 to 60 characters.
    pub name: String,
    /// A street's office may have none of its own.
    pub credit_code: Option<CreditCode>,
    pub area: AreaCode,
    /// Up to 120 characters; may be empty.
    pub address: String,
}

impl NewOrganisation {
    /// Errors: those of the parts.
    pub fn parse(typed: &TypedOrganisation) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        let kind = errors.check("kind", typed.kind.parse());
        let name = errors.check("name", text::bounded(&typed.name, 2, 60));
        let credit_code = errors.check("credit_code", credit_code(&typed.credit_code));
        let area = errors.check("area", AreaCode::parse(&typed.area));
        let address = errors.check("address", text::bounded(&typed.address, 0, 120));
        match (kind, name, credit_code, area, address) {
            (Some(kind), Some(name), Some(credit_code), Some(area), Some(address)) => Ok(Self {
                kind,
                name,
                credit_code,
                area,
                address,
            }),
            _ => Err(errors),
        }
    }
}

fn credit_code(typed: &str) -> Result<Option<CreditCode>, Code> {
    if text::fold_compact(typed).is_empty() {
        return Ok(None);
    }
    CreditCode::parse(typed).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> TypedOrganisation {
        TypedOrganisation {
            kind: "police-station".into(),
            name: " 列东派出所 ".into(),
            credit_code: "91350100-M000100Y43".into(),
            area: "350404001".into(),
            address: "".into(),
        }
    }

    #[test]
    fn an_organisation_is_read() {
        let new = NewOrganisation::parse(&typed()).unwrap();
        assert_eq!((new.kind, new.name.as_str()), (Kind::PoliceStation, "列东派出所"));
        assert_eq!(new.credit_code.unwrap().as_str(), "91350100M000100Y43");
        assert_eq!(new.area.as_str(), "350404001");
        let without = TypedOrganisation {
            credit_code: "  ".into(),
            ..typed()
        };
        assert_eq!(NewOrganisation::parse(&without).unwrap().credit_code, None);
    }

    #[test]
    fn every_field_says_what_is_wrong_with_it() {
        let errors = |typed: &TypedOrganisation| {
            let errors = NewOrganisation::parse(typed).unwrap_err();
            errors.iter().map(|error| (error.field, error.code)).collect::<Vec<_>>()
        };
        assert_eq!(
            errors(&TypedOrganisation::default()),
            [("kind", "required"), ("name", "required"), ("area", "required")]
        );
        let wrong = TypedOrganisation {
            kind: "school".into(),
            name: "所".into(),
            credit_code: "91350100M000100Y44".into(),
            area: "三元区".into(),
            address: "路".repeat(121),
        };
        assert_eq!(
            errors(&wrong),
            [
                ("kind", "choice"),
                ("name", "too-short"),
                ("credit_code", "credit-code-check"),
                ("area", "area-code-format"),
                ("address", "too-long")
            ]
        );
    }
}
