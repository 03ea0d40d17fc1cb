//! Everything that is done, and by what right.

use super::{
    Right::{self, *},
    Role::*,
    Side::{Landlord, Owner, Tenant},
};

/// Declares [`Action`]: each with its code, which is its name in the audit, and the rights by which it is done.
macro_rules! actions {
    ($($(#[$meta:meta])* $name:ident = $code:literal: $($right:expr),+;)*) => {
        /// What can be done to a record. Its code reads `noun.verb` and is its name in the audit.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action { $($(#[$meta])* $name),* }

        impl Action {
            pub const ALL: &'static [Action] = &[$(Action::$name),*];

            pub const fn code(self) -> &'static str {
                match self { $(Action::$name => $code),* }
            }

            /// The rights by which it is done; the first that somebody has counts.
            pub const fn rights(self) -> &'static [Right] {
                match self { $(Action::$name => &[$($right),+]),* }
            }
        }
    };
}

actions! {
    RegisterAccount = "account.register": Visitor;
    /// Of staff, or on the command line.
    CreateAccount = "account.create": Duty(Administrator), Program;
    VerifyEmail = "account.verify-email": Visitor;
    /// By a link that was mailed.
    AskVerification = "account.ask-verification": Visitor;
    AskReset = "account.ask-reset": Visitor;
    ResetPassword = "account.reset-password": Visitor;
    LogIn = "account.log-in": Visitor;
    LockAccount = "account.lock": Visitor;
    SeeStaff = "account.see-staff": Duty(Administrator);

    GrantDuty = "duty.grant": Duty(Administrator), Program;
    EndDuty = "duty.end": Duty(Administrator);
    AddOrganisation = "organisation.add": Duty(Administrator);
    EditOrganisation = "organisation.edit": Duty(Administrator);

    /// A letter that could not leave.
    SendAgain = "notice.send-again": Duty(Administrator);

    RegisterHouse = "house.register": Account;
    SeeHouse = "house.see": Side(Landlord), Duty(Coordinator);
    PositionHouse = "house.position": Side(Landlord);

    DraftListing = "listing.draft": Side(Landlord);
    SeeListing = "listing.see": Side(Landlord), Duty(Coordinator);
    EditListing = "listing.edit": Side(Landlord);
    SubmitListing = "listing.submit": Side(Landlord);
    ReviseListing = "listing.revise": Side(Landlord);
    PauseListing = "listing.pause": Side(Landlord);
    ResumeListing = "listing.resume": Side(Landlord);
    ReconfirmListing = "listing.reconfirm": Side(Landlord);
    WithdrawListing = "listing.withdraw": Side(Landlord);
    PublishListing = "listing.publish": Duty(Coordinator);
    ReturnListing = "listing.return": Duty(Coordinator);
    ExpireListing = "listing.expire": Program;
    /// By a link that was mailed.
    StillThere = "listing.still-there": Visitor;
    ImportListings = "listing.import": Program;

    AskViewing = "viewing.ask": Account;
    SeeViewing = "viewing.see": Side(Tenant), Side(Landlord);
    OfferViewing = "viewing.offer": Side(Landlord);
    ChooseViewing = "viewing.choose": Side(Tenant);
    DeclineViewing = "viewing.decline": Side(Landlord);
    CancelViewing = "viewing.cancel": Side(Tenant), Side(Landlord);

    Apply = "match.apply": Citizen;
    SeeMatch = "match.see": Side(Tenant), Side(Landlord), Duty(Coordinator);
    Accept = "match.accept": Side(Landlord);
    Decline = "match.decline": Side(Landlord);
    Withdraw = "match.withdraw": Side(Tenant);
    GiveDetails = "match.give-details": Side(Tenant);
    GiveIdentity = "match.give-identity": Side(Landlord);
    WriteTerms = "match.write-terms": Side(Landlord);
    ConfirmTerms = "match.confirm": Side(Tenant), Side(Landlord);
    LapseMatch = "match.lapse": Program;
    SendBack = "match.send-back": Duty(Coordinator);
    CallOff = "match.call-off": Duty(Coordinator);
    Complete = "match.complete": Duty(Coordinator);

    /// The centre's page of a registration, with everything on it.
    SeeRegistration = "registration.see": Duty(Coordinator), Duty(Reviewer);
    Finalise = "registration.finalise": Duty(Coordinator);
    AcceptRegistration = "registration.accept": Duty(Reviewer);
    ReturnRegistration = "registration.return": Duty(Reviewer);
    /// The paper, with the whole address and name.
    PrintHouseCertificate = "certificate.print-house": Side(Tenant), Side(Landlord), Duty(Coordinator), Duty(Reviewer);
    /// A residence registration is the household's business, not the landlord's.
    PrintResidenceCertificate = "certificate.print-residence": Side(Tenant), Duty(Coordinator), Duty(Reviewer);

    /// Two records that turn out to be of one human being.
    MergePersons = "person.merge": Duty(Coordinator);

    AddPlace = "place.add": Duty(Coordinator), Duty(Administrator);
    EditPlace = "place.edit": Duty(Coordinator), Duty(Administrator);
    ActivatePlace = "place.activate": Duty(Coordinator), Duty(Administrator);
    DeactivatePlace = "place.deactivate": Duty(Coordinator), Duty(Administrator);

    KeepFavourite = "favourite.keep": Citizen;
    DropFavourite = "favourite.drop": Side(Owner);
    SilenceFavourites = "favourite.silence": Side(Owner);
    /// By a link that was mailed.
    HushFavourites = "favourite.hush": Visitor;
    SaveSearch = "saved-search.save": Account;
    SeeSavedSearch = "saved-search.see": Side(Owner);
    ChangeSavedSearch = "saved-search.change": Side(Owner);
    DeleteSavedSearch = "saved-search.delete": Side(Owner);
    /// By a link that was mailed.
    Unsubscribe = "saved-search.unsubscribe": Visitor;
    /// By the same link.
    Resubscribe = "saved-search.resubscribe": Visitor;
}

impl Action {
    /// Nobody does this to what they entered, or are a side of.
    pub const fn needs_other_eyes(self) -> bool {
        use Action::*;
        matches!(
            self,
            PublishListing
                | ReturnListing
                | Complete
                | SendBack
                | CallOff
                | Finalise
                | AcceptRegistration
                | ReturnRegistration
                | MergePersons
                | GrantDuty
                | EndDuty
        )
    }
}
