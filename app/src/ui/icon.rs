//! The icon set: 24 × 24, drawn with one stroke in the colour of the text beside it.

use leptos::prelude::*;

/// Which icon. An icon never stands alone: a word is beside it, or [`Icon`]'s owner has an accessible name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    Archive,
    ArrowRight,
    Bath,
    Bed,
    Bell,
    Calendar,
    Camera,
    Check,
    ChevronDown,
    ChevronLeft,
    ChevronRight,
    Clock,
    Close,
    Compass,
    Document,
    Error,
    Eye,
    Filter,
    Flag,
    Globe,
    Heart,
    Home,
    Info,
    Key,
    Letters,
    List,
    Logout,
    Mail,
    Menu,
    Moon,
    Pen,
    Phone,
    Pin,
    Plus,
    Printer,
    Qr,
    Return,
    Ruler,
    Search,
    ShieldCheck,
    Sort,
    Stairs,
    Sun,
    User,
    Users,
    Warning,
}

impl Glyph {
    /// Every icon, for the gallery.
    pub const ALL: [Self; 46] = [
        Self::Archive,
        Self::ArrowRight,
        Self::Bath,
        Self::Bed,
        Self::Bell,
        Self::Calendar,
        Self::Camera,
        Self::Check,
        Self::ChevronDown,
        Self::ChevronLeft,
        Self::ChevronRight,
        Self::Clock,
        Self::Close,
        Self::Compass,
        Self::Document,
        Self::Error,
        Self::Eye,
        Self::Filter,
        Self::Flag,
        Self::Globe,
        Self::Heart,
        Self::Home,
        Self::Info,
        Self::Key,
        Self::Letters,
        Self::List,
        Self::Logout,
        Self::Mail,
        Self::Menu,
        Self::Moon,
        Self::Pen,
        Self::Phone,
        Self::Pin,
        Self::Plus,
        Self::Printer,
        Self::Qr,
        Self::Return,
        Self::Ruler,
        Self::Search,
        Self::ShieldCheck,
        Self::Sort,
        Self::Stairs,
        Self::Sun,
        Self::User,
        Self::Users,
        Self::Warning,
    ];

    const fn shapes(self) -> &'static str {
        match self {
            Self::Archive => r#"<path d="M4 8.5v10.5h16V8.5M3 4.5h18v4H3zM10 12.5h4"/>"#,
            Self::ArrowRight => r#"<path d="M4 12h16M14 6l6 6-6 6"/>"#,
            Self::Bath => {
                r#"<path d="M3 12h18v2a5 5 0 0 1-5 5H8a5 5 0 0 1-5-5zM6 12V6a2 2 0 0 1 4 0M7 19l-1 2M17 19l1 2"/>"#
            }
            Self::Bed => r#"<path d="M3 6v13M3 16h18M21 19v-5a3 3 0 0 0-3-3h-7v5"/><circle cx="7" cy="11.5" r="1.8"/>"#,
            Self::Bell => r#"<path d="M6 10a6 6 0 0 1 12 0c0 5 2 6 2 7H4c0-1 2-2 2-7M10 20.5h4"/>"#,
            Self::Calendar => r#"<path d="M4 6h16v14H4zM4 10.5h16M8.5 3.5V8M15.5 3.5V8M8 14.5h3M13.5 14.5h2.5"/>"#,
            Self::Camera => r#"<path d="M3.5 8H8l1.5-2.5h5L16 8h4.5v11h-17z"/><circle cx="12" cy="13" r="3.2"/>"#,
            Self::Check => r#"<path d="m4.5 12.5 5 5 10-11"/>"#,
            Self::ChevronDown => r#"<path d="m6 9.5 6 6 6-6"/>"#,
            Self::ChevronLeft => r#"<path d="m14.5 6-6 6 6 6"/>"#,
            Self::ChevronRight => r#"<path d="m9.5 6 6 6-6 6"/>"#,
            Self::Clock => r#"<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>"#,
            Self::Close => r#"<path d="m6 6 12 12M18 6 6 18"/>"#,
            Self::Compass => r#"<circle cx="12" cy="12" r="8.5"/><path d="m15.5 8.5-2 5-5 2 2-5z"/>"#,
            Self::Document => r#"<path d="M6 3.5h8.5L19 8v12.5H6zM14 3.5V8.5h5M9 12.5h7M9 16h7"/>"#,
            Self::Error => r#"<path d="M8.3 3.5h7.4l4.8 4.8v7.4l-4.8 4.8H8.3l-4.8-4.8V8.3zM12 7.5v5.5M12 16.2v.3"/>"#,
            Self::Eye => {
                r#"<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="2.8"/>"#
            }
            Self::Filter => {
                r#"<path d="M4 7h9M19 7h1M4 17h1M11 17h9"/><circle cx="16" cy="7" r="2.5"/><circle cx="8" cy="17" r="2.5"/>"#
            }
            Self::Flag => r#"<path d="M5 21V4M5 4.5c5-2.5 8 2.5 14 0v9c-6 2.5-9-2.5-14 0"/>"#,
            Self::Globe => {
                r#"<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17"/>"#
            }
            Self::Heart => {
                r#"<path d="M12 20S3.5 15 3.5 9a4.5 4.5 0 0 1 8.5-2 4.5 4.5 0 0 1 8.5 2c0 6-8.5 11-8.5 11z"/>"#
            }
            Self::Home => r#"<path d="m3 11.5 9-7.5 9 7.5M5.5 10v10h13V10M10 20v-5.5h4V20"/>"#,
            Self::Info => r#"<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.5v.3"/>"#,
            Self::Key => r#"<circle cx="8" cy="15.5" r="4.5"/><path d="M11.3 12.2 20 3.5M16.5 7l3 3M14 9.5l2 2"/>"#,
            Self::Letters => r#"<path d="m3 18 5-13 5 13M4.7 13.5h6.6M14.5 18l3.3-8.5L21 18M15.6 15h4.3"/>"#,
            Self::List => r#"<path d="M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5h.5M4.5 12h.5M4.5 17.5h.5"/>"#,
            Self::Logout => r#"<path d="M10 4H4.5v16H10M9.5 12H20M16 8l4 4-4 4"/>"#,
            Self::Mail => r#"<path d="M3.5 5.5h17v13h-17zM4 6.5l8 6.5 8-6.5"/>"#,
            Self::Menu => r#"<path d="M4 7h16M4 12h16M4 17h16"/>"#,
            Self::Moon => r#"<path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z"/>"#,
            Self::Pen => r#"<path d="m4 20 1-4.5L16 4.5l3.5 3.5-11 11zM13.5 7l3.5 3.5"/>"#,
            Self::Phone => {
                r#"<path d="M5 4h4l1.5 5-2.5 1.5a11 11 0 0 0 5.5 5.5l1.5-2.5 5 1.5v4a1.5 1.5 0 0 1-1.5 1.5C11 20 4 13 3.5 5.5A1.5 1.5 0 0 1 5 4z"/>"#
            }
            Self::Pin => {
                r#"<path d="M12 21s-7-6.5-7-11.5a7 7 0 0 1 14 0C19 14.5 12 21 12 21z"/><circle cx="12" cy="9.5" r="2.5"/>"#
            }
            Self::Plus => r#"<path d="M12 5v14M5 12h14"/>"#,
            Self::Printer => r#"<path d="M7 8.5V3.5h10v5M7 17H3.5V8.5h17V17H17M7 13.5h10v7H7z"/>"#,
            Self::Qr => {
                r#"<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5M20 14v2.5M14 17.5V20h2.5M19.5 20h.5"/>"#
            }
            Self::Return => r#"<path d="M9 5 4 10l5 5M4.5 10H15a5 5 0 0 1 0 10h-4"/>"#,
            Self::Ruler => r#"<path d="m3.5 15.5 12-12 5 5-12 12zM7 12l2 2M10 9l2.5 2.5M13 6l2 2"/>"#,
            Self::Search => r#"<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>"#,
            Self::ShieldCheck => {
                r#"<path d="M12 3 4.5 6v5.5c0 5 3.5 8 7.5 9.5 4-1.5 7.5-4.5 7.5-9.5V6zM8.5 12l2.5 2.5 4.5-5"/>"#
            }
            Self::Sort => r#"<path d="M8 4.5v15M4.5 16 8 19.5l3.5-3.5M16 19.5v-15M12.5 8 16 4.5 19.5 8"/>"#,
            Self::Stairs => r#"<path d="M3 20h4.5v-4.5H12V11h4.5V6.5H21"/>"#,
            Self::Sun => {
                r#"<circle cx="12" cy="12" r="4"/><path d="M12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.6 5.6l1.1 1.1M17.3 17.3l1.1 1.1M18.4 5.6l-1.1 1.1M6.7 17.3l-1.1 1.1"/>"#
            }
            Self::User => r#"<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c0-4 3.3-6.5 7.5-6.5s7.5 2.5 7.5 6.5"/>"#,
            Self::Users => {
                r#"<circle cx="9" cy="8.5" r="3.5"/><path d="M2.5 20c0-3.5 2.8-6 6.5-6s6.5 2.5 6.5 6M15.5 5.3a3.5 3.5 0 0 1 0 6.4M18 14.5c2.2.8 3.5 2.8 3.5 5.5"/>"#
            }
            Self::Warning => r#"<path d="M12 4 2.8 20h18.4zM12 10v4.5M12 17.2v.3"/>"#,
        }
    }
}

/// An icon, hidden from screen readers: the word beside it says the same.
#[component]
pub fn Icon(glyph: Glyph) -> impl IntoView {
    view! { <svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false" inner_html=glyph.shapes()></svg> }
}
