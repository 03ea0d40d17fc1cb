//! From the one file of a letter in a language to its two templates, of the text and of the HTML.
//!
//! ```text
//! subject: 房源需要修改：{{ title }}
//! action: 修改房源
//! link: {{ site }}/me/listings/{{ listing_id }}
//!
//! 您的「{{ title }}」还不能上线，工作人员的说明是：
//!
//! > {{ reason }}
//!
//! 改好以后再提交一次就可以。
//! ```
//!
//! Above the first empty line stand words with names: each fills the block of its name in `frame.txt` and `frame.html`.
//! Below it stand paragraphs, quotes (`> `) and lists (`- ` or `1. `), each after an empty line. A line that is nothing but
//! an instruction (`{% … %}`) stands at the edge of a block or between the items of a list. In an item of a list, a line
//! that is an address (`{{ site }}/…`) is where its first line leads.
//!
//! Blocks are told apart before anything is filled in, so nothing that a person typed can make one.

const ITEM: &str = "<li style=\"margin-bottom: 8px\">";
const QUOTE: &str = "<blockquote style=\"margin: 0 0 16px; padding-left: 12px; border-left: 3px solid #2f6b4f; white-space: pre-line\">";

/// A letter's file, or that of the words that all letters in a language have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'a> {
    words: &'a str,
    body: &'a str,
}

impl<'a> Source<'a> {
    pub fn read(file: &'a str) -> Self {
        let (words, body) = file.split_once("\n\n").unwrap_or((file, ""));
        Self { words, body }
    }

    /// The words above the body, by their names.
    pub fn words(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.words.lines().filter_map(|line| line.split_once(": "))
    }

    /// The template of the body as text.
    pub fn text(self) -> String {
        let mut text = String::new();
        for block in self.blocks() {
            for line in block.lines() {
                text.push_str(line.strip_prefix("> ").unwrap_or(line));
                if !is_instruction(line) {
                    text.push('\n');
                }
            }
            text.push('\n');
        }
        text.trim_end().to_owned()
    }

    /// The template of the body as HTML.
    pub fn html(self) -> String {
        self.blocks().map(html_of).collect::<Vec<_>>().join("\n")
    }

    fn blocks(self) -> impl Iterator<Item = &'a str> {
        self.body.split("\n\n").map(str::trim_end)
    }
}

fn is_instruction(line: &str) -> bool {
    line.starts_with("{%") && line.find("%}") == Some(line.len() - 2)
}

fn html_of(block: &str) -> String {
    let lines: Vec<&str> = block.lines().collect();
    let is_content = |line: &&str| !is_instruction(line);
    let (Some(first), Some(last)) = (lines.iter().position(is_content), lines.iter().rposition(is_content)) else {
        return lines.concat();
    };
    let (before, content, after) = (&lines[..first], &lines[first..=last], &lines[last + 1..]);
    if item(content[0]).is_some() {
        return list(&lines, if content[0].starts_with('-') { "ul" } else { "ol" });
    }
    let (open, close) = match content[0].starts_with("> ") {
        true => (QUOTE, "</blockquote>"),
        false => ("<p>", "</p>"),
    };
    let content: Vec<&str> = content
        .iter()
        .map(|line| line.strip_prefix("> ").unwrap_or(line))
        .collect();
    format!(
        "{}{open}{}{close}{}",
        before.concat(),
        content.join("<br>\n"),
        after.concat()
    )
}

/// What stands behind the mark, if an item of a list begins with this line.
fn item(line: &str) -> Option<&str> {
    let (mark, text) = line.split_once(' ')?;
    let numbered = mark
        .strip_suffix('.')
        .is_some_and(|number| number.parse::<u8>().is_ok());
    (mark == "-" || numbered).then_some(text)
}

fn list(lines: &[&str], tag: &str) -> String {
    let mut html = format!("<{tag} style=\"padding-left: 20px\">\n");
    let mut lines = lines.iter().peekable();
    while let Some(line) = lines.next() {
        let Some(first) = item(line) else {
            html.push_str(line);
            continue;
        };
        let (mut rest, mut address) = (String::new(), None);
        while let Some(line) = lines.next_if(|line| item(line).is_none() && !is_instruction(line)) {
            match line.trim_start() {
                line if line.starts_with("{{ site }}/") => address = Some(line),
                line => rest.extend(["<br>", line]),
            }
        }
        let first = match address {
            Some(address) => format!("<a href=\"{address}\">{first}</a>"),
            None => first.to_owned(),
        };
        html.extend([ITEM, &first, &rest, "</li>\n"]);
    }
    html.extend(["</", tag, ">"]);
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
subject: Times: {{ title }}
action: Choose

Time: {{ at }}
Address: {{ address }}

{% for home in homes %}
- {{ home.title }}
  {{ home.place }}
  {{ site }}/listings/{{ home.id }}
{% endfor %}

{% if more %}
And {{ more }} more.
{% endif %}

> {{ reason }}

1. One.
2. Two{% if more %}, and more{% endif %}
";

    #[test]
    fn words_have_names() {
        let words: Vec<_> = Source::read(FILE).words().collect();
        assert_eq!(words, [("subject", "Times: {{ title }}"), ("action", "Choose")]);
    }

    #[test]
    fn the_text_is_as_it_was_written_without_lines_for_instructions() {
        let text = "\
Time: {{ at }}
Address: {{ address }}

{% for home in homes %}- {{ home.title }}
  {{ home.place }}
  {{ site }}/listings/{{ home.id }}
{% endfor %}
{% if more %}And {{ more }} more.
{% endif %}
{{ reason }}

1. One.
2. Two{% if more %}, and more{% endif %}";
        assert_eq!(Source::read(FILE).text(), text);
    }

    #[test]
    fn the_html_has_the_same_blocks() {
        let html = Source::read(FILE).html();
        let html = html.replace(ITEM, "<li>").replace(QUOTE, "<blockquote>");
        let html = html.replace(" style=\"padding-left: 20px\"", "");
        let expected = "\
<p>Time: {{ at }}<br>
Address: {{ address }}</p>
<ul>
{% for home in homes %}<li><a href=\"{{ site }}/listings/{{ home.id }}\">{{ home.title }}</a><br>{{ home.place }}</li>
{% endfor %}</ul>
{% if more %}<p>And {{ more }} more.</p>{% endif %}
<blockquote>{{ reason }}</blockquote>
<ol>
<li>One.</li>
<li>Two{% if more %}, and more{% endif %}</li>
</ol>";
        assert_eq!(html, expected);
    }
}
