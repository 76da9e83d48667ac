//! The catalogue of rules, a line each or as JSON, and single cards.

use super::human::{Colours, Style};
use super::json;
use super::view::Severity;
use crate::rules::card::Card;
use serde::Serialize;

/// A line for each rule: id, what it is about, severities, title.
pub fn render<'c>(cards: impl Iterator<Item = &'c Card> + Clone) -> String {
    let rows: Vec<[String; 3]> = cards.clone().map(cells).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or_default();
    let [id, grain, severities] = [width(0), width(1), width(2)];
    let line = |(row, card): (&[String; 3], &Card)| {
        format!("{:id$}  {:grain$}  {:severities$}  {}\n", row[0], row[1], row[2], card.title)
    };
    rows.iter().zip(cards).map(line).collect()
}

/// The document of `rules --format json`, with a line end.
pub fn render_json<'c>(cards: impl Iterator<Item = &'c Card>) -> String {
    json::document(&Document { schema: json::SCHEMA, rules: cards.map(Rule::from).collect() })
}

/// A card as it was written; with colours, its headings and assertions stand out.
pub fn render_card(card: &Card, style: Style) -> String {
    if style.colours == Colours::Plain {
        return card.text.to_owned();
    }
    let mut fenced = false;
    let mut text = format!("{}\n", style.faint(&format!("rule {}", card.id)));
    for line in card.text.lines() {
        let is_fence = line.starts_with("```");
        fenced ^= is_fence;
        text += &if is_fence { style.faint(line) } else { card_line(line, fenced, style) };
        text.push('\n');
    }
    text
}

fn card_line(line: &str, fenced: bool, style: Style) -> String {
    match (fenced, line.rfind("# <- ").or(line.rfind("# ?"))) {
        (true, Some(at)) => {
            let (code, mark) = line.split_at(at);
            format!("{code}{}", style.severity(Severity::Warning, mark))
        }
        (false, _) if line.starts_with('#') => style.strong(line),
        _ => line.to_owned(),
    }
}

fn cells(card: &Card) -> [String; 3] {
    [card.id.to_owned(), card.grain.as_str().to_owned(), severities(card).join(", ")]
}

fn severities(card: &Card) -> Vec<&'static str> {
    card.distinct_severities().into_iter().map(Severity::as_str).collect()
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
struct Rule<'a> {
    id: &'static str,
    title: &'static str,
    severities: Vec<&'static str>,
    grain: &'static str,
    sources: &'a [String],
}

impl<'a> From<&'a Card> for Rule<'a> {
    fn from(card: &'a Card) -> Self {
        Self {
            id: card.id,
            title: card.title,
            severities: severities(card),
            grain: card.grain.as_str(),
            sources: &card.sources,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"# A title

```hcl rule
grain = "vpc"
severity = { a = "info", b = "error" }
since = "0.1.0"
frozen = []
source = ["A document"]
```

## Fails

```hcl fail case=a
a = 1 # <- one
# prose
```
"#;

    fn cards() -> [Card; 2] {
        ["short", "a_longer_id"].map(|id| Card::parse(id, TEXT).unwrap())
    }

    #[test]
    fn lines_are_aligned() {
        let lines =
            "short        vpc  error, info  A title\na_longer_id  vpc  error, info  A title\n";
        assert_eq!(render(cards().iter()), lines);
    }

    #[test]
    fn the_document() {
        insta::assert_snapshot!(render_json(cards().iter()));
    }

    #[test]
    fn a_card_stands_out_on_a_terminal() {
        let style = Style { colours: Colours::Ansi, ..Style::default() };
        insta::assert_snapshot!(render_card(&cards()[0], style).replace('\u{1b}', "␛"));
    }
}
