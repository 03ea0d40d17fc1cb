//! A lease (租赁合同): where it comes from, how it stands, how it ends.

use crate::coded::coded;

coded! {
    pub enum Origin {
        /// A match that the centre completed.
        Match = "match",
        /// At the centre's counter, without a match.
        Counter = "counter",
        /// On paper, concluded elsewhere.
        Paper = "paper",
    }
}

coded! {
    pub enum LeaseStatus {
        Running = "running",
        Ended = "ended",
    }
}

coded! {
    /// How a lease ended.
    pub enum End {
        /// Its time was over.
        Term = "term",
        /// One side gave notice.
        Notice = "notice",
        /// Both sides agreed.
        Agreement = "agreement",
        /// The centre ended it, with a reason.
        Centre = "centre",
        /// Another lease on the same spaces follows it.
        Renewed = "renewed",
    }
}

coded! {
    pub enum LeaseSide {
        Landlord = "landlord",
        Tenant = "tenant",
    }
}
