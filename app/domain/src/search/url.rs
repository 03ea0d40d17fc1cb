//! Query strings of URLs, read leniently and written canonically.

/// The decoded pairs of a query string (`a=1&b=2`, without the `?`). Nothing is refused: a broken escape stays as typed,
/// bytes that are no text become replacement characters.
pub fn pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(key), decode(value))
    })
}

fn decode(text: &str) -> String {
    fn hex(byte: Option<&u8>) -> Option<u8> {
        byte.and_then(|byte| char::from(*byte).to_digit(16))
            .map(|digit| digit as u8)
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match (byte, hex(bytes.get(at + 1)), hex(bytes.get(at + 2))) {
            (b'%', Some(high), Some(low)) => {
                out.push(high << 4 | low);
                at += 2;
            }
            (b'+', ..) => out.push(b' '),
            _ => out.push(*byte),
        }
        at += 1;
    }
    String::from_utf8(out).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// Appends `key=value`, with a `&` where one is needed. Commas stay readable: no server gives them a meaning in a query.
pub(super) fn push(out: &mut String, key: &str, value: &str) {
    if !out.is_empty() {
        out.push('&');
    }
    out.push_str(key);
    out.push('=');
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b',' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            _ => {
                const HEX: &[u8; 16] = b"0123456789ABCDEF";
                out.push('%');
                out.push(char::from(HEX[usize::from(byte >> 4)]));
                out.push(char::from(HEX[usize::from(byte & 15)]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn broken_escapes_stay_as_typed() {
        let read: Vec<_> = pairs("q=100%&a=%E4%B8&b=%zz&&c&=d").collect();
        let expected = [("q", "100%"), ("a", "\u{FFFD}"), ("b", "%zz"), ("c", ""), ("", "d")];
        assert_eq!(read, expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(values in prop::collection::vec(any::<String>(), 0..5)) {
            let mut out = String::new();
            for value in &values {
                push(&mut out, "q", value);
            }
            prop_assert!(out.is_ascii());
            let read: Vec<_> = pairs(&out).map(|(_, value)| value).collect();
            prop_assert_eq!(read, values);
        }

        #[test]
        fn nothing_sent_panics(query in any::<String>()) {
            let _ = pairs(&query).count();
        }
    }
}
