use super::DocumentKind::*;
use super::*;
use jiff::civil::date;
use proptest::prelude::*;

const TODAY: Date = date(2026, 12, 1);

fn parse(kind: DocumentKind, typed: &str) -> Result<DocumentNumber, &'static str> {
    DocumentNumber::parse(kind, typed, TODAY).map_err(|e| e.code)
}

#[test]
fn numbers_that_pass() {
    for (kind, typed, canonical) in [
        (IdentityCard, "11010519491231002X", "identity-card:11010519491231002X"),
        (
            IdentityCard,
            "１１０１０５ 19491231 002x",
            "identity-card:11010519491231002X",
        ),
        (
            HmtResidencePermit,
            "810000199408230021",
            "hmt-residence-permit:810000199408230021",
        ),
        (
            HmtResidencePermit,
            "830000199201300022",
            "hmt-residence-permit:830000199201300022",
        ),
        (
            ForeignPermanentResident,
            "911124198108030024",
            "foreign-permanent-resident:911124198108030024",
        ),
        (
            ForeignPermanentResident,
            "usa110080010100",
            "foreign-permanent-resident:USA110080010100",
        ),
        (HongKongMacauPass, "h12345678", "hong-kong-macau-pass:H12345678"),
        (HongKongMacauPass, "M1234567801", "hong-kong-macau-pass:M1234567801"),
        (TaiwanPass, "12345678", "taiwan-pass:12345678"),
        (Passport, "usa 123456789", "passport:USA:123456789"),
        (Passport, "GBR:E-1234 567", "passport:GBR:E1234567"),
    ] {
        let number = parse(kind, typed).unwrap();
        assert_eq!(number.canonical(), canonical);
        assert_eq!(DocumentNumber::from_canonical(canonical).unwrap(), number);
    }
    assert_eq!(
        DocumentNumber::passport("usa", "123456789").unwrap(),
        parse(Passport, "USA 123456789").unwrap()
    );
}

#[test]
fn numbers_that_are_refused() {
    for (kind, typed, code) in [
        (IdentityCard, "", "required"),
        (IdentityCard, "110105194912310021", "identity-check-digit"),
        (IdentityCard, "110105491231002", "identity-length"),
        (IdentityCard, "11010519491231002XX", "identity-length"),
        (IdentityCard, "1101051949123100ZX", "identity-format"),
        (IdentityCard, "11010519491231002é", "identity-format"),
        (IdentityCard, "110105194902300027", "identity-birth-date"),
        (IdentityCard, "810000199408230021", "identity-is-permit"),
        (HmtResidencePermit, "11010519491231002X", "permit-prefix"),
        (ForeignPermanentResident, "911124198108030025", "identity-check-digit"),
        (ForeignPermanentResident, "US1110080010100", "foreign-permit-format"),
        (HongKongMacauPass, "12345678", "pass-format"),
        (HongKongMacauPass, "H123456789", "pass-format"),
        (TaiwanPass, "1234567", "pass-format"),
        (Passport, "123456789", "passport-country"),
        (Passport, "US 123456789", "passport-country"),
        (Passport, "USA 1234", "passport-format"),
        (Passport, "USA 1234号56", "passport-format"),
    ] {
        assert_eq!(parse(kind, typed).map(|n| n.canonical()), Err(code), "{typed}");
    }
    assert_eq!(
        DocumentNumber::passport("", "123456").map_err(|e| e.code),
        Err("passport-country")
    );
    assert_eq!(
        DocumentNumber::passport("USA", " ").map_err(|e| e.code),
        Err("required")
    );
}

/// The number is right in everything but that its holder isn't born yet.
#[test]
fn nobody_is_born_tomorrow() {
    let body = "35040420261202001";
    let number = format!("{body}{}", identity_check_character(body).unwrap());
    assert_eq!(parse(IdentityCard, &number), Err("identity-birth-date"));
    assert!(DocumentNumber::parse(IdentityCard, &number, date(2026, 12, 2)).is_ok());
}

#[test]
fn what_a_number_tells() {
    let number = parse(IdentityCard, "11010519491231002X").unwrap();
    assert_eq!(number.birth_date(), Some(date(1949, 12, 31)));
    assert_eq!(number.sex(), Some(Sex::Female));
    assert_eq!(number.area_prefix(), Some("110105"));
    assert_eq!(number.holder(), Holder::Mainland);
    assert_eq!(
        parse(HmtResidencePermit, "830000199201300022").unwrap().holder(),
        Holder::Taiwan
    );
    let foreign = parse(ForeignPermanentResident, "911124198108030024").unwrap();
    assert_eq!(
        (foreign.birth_date(), foreign.area_prefix()),
        (Some(date(1981, 8, 3)), None)
    );
    let passport = parse(Passport, "USA AB123456789012").unwrap();
    assert_eq!(
        (passport.birth_date(), passport.sex(), passport.holder()),
        (None, None, Holder::Foreign)
    );
}

#[test]
fn numbers_are_shown_masked() {
    for (kind, typed, masked) in [
        (IdentityCard, "11010519491231002X", "****************2X"),
        (HongKongMacauPass, "H12345678", "*******78"),
        (TaiwanPass, "12345678", "******78"),
        (Passport, "USA 123456789", "***********89"),
    ] {
        let number = parse(kind, typed).unwrap();
        assert_eq!(number.masked(), masked);
        assert!(!format!("{number:?}").contains(&typed[1..4]));
    }
}

proptest! {
    #[test]
    fn nothing_typed_panics(text in any::<String>(), kind in prop::sample::select(DocumentKind::ALL)) {
        if let Ok(number) = parse(kind, &text) {
            let _ = (number.masked(), number.birth_date(), number.sex());
        }
    }

    /// MOD 11-2 finds every single wrong character.
    #[test]
    fn one_changed_digit_fails(place in 0..18_usize, digit in b'0'..=b'9') {
        for (kind, valid) in [
            (IdentityCard, "11010519491231002X"),
            (HmtResidencePermit, "810000199408230021"),
            (ForeignPermanentResident, "911124198108030024"),
        ] {
            let mut changed = valid.as_bytes().to_vec();
            prop_assume!(changed[place] != digit);
            changed[place] = digit;
            prop_assert!(parse(kind, std::str::from_utf8(&changed).unwrap()).is_err());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_masked_number_beside_birth_date_sex_and_area_is_not_computed_back_by_its_check_digit(
        area in prop::sample::select(vec!["350402", "110105", "830000", "911124"]),
        (year, month, day) in (1900..2026_i16, 1..=12_i8, 1..=28_i8),
        sequence in 0..1000_u32,
    ) {
        let numbers = |sequence| {
            let body = format!("{area}{year:04}{month:02}{day:02}{sequence:03}");
            let check = identity_check_character(&body).unwrap();
            let kind = match area.as_bytes()[0] {
                b'8' => HmtResidencePermit,
                b'9' => ForeignPermanentResident,
                _ => IdentityCard,
            };
            parse(kind, &format!("{body}{check}")).unwrap()
        };
        let shown = numbers(sequence);
        let fits = |number: &DocumentNumber| number.masked() == shown.masked() && number.sex() == shown.sex();
        let candidates = (0..1000).map(numbers).filter(fits).count();
        prop_assert!(candidates >= 9, "{candidates}");
    }
}
