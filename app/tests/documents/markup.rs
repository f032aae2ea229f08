//! A reader of the documents' HTML, for tests that look for elements. It knows what Leptos writes, and no more.

use std::collections::HashMap;

/// Elements without an end tag (HTML 13.1.2).
const VOID: [&str; 6] = ["br", "hr", "img", "input", "link", "meta"];

struct Element<'a> {
    tag: &'a str,
    attributes: HashMap<&'a str, &'a str>,
    parent: Option<usize>,
}

/// The elements of a document, in its order.
pub struct Document<'a>(Vec<Element<'a>>);

impl<'a> Document<'a> {
    pub fn parse(html: &'a str) -> Self {
        let mut elements: Vec<Element> = Vec::new();
        let mut parent = None;
        for rest in html.split('<').skip(1) {
            let tag = rest.split('>').next().unwrap();
            if tag.starts_with('/') {
                parent = parent.and_then(|open: usize| elements[open].parent);
            } else if !tag.starts_with('!') {
                let element = Element::parse(tag, parent);
                let is_void = VOID.contains(&element.tag);
                elements.push(element);
                if !is_void {
                    parent = Some(elements.len() - 1);
                }
            }
        }
        Self(elements)
    }

    /// Whether an element matches: `a.b[c=d] > e`, where each step is the parent of the next.
    pub fn has(&self, selector: &str) -> bool {
        let steps: Vec<_> = selector.split(" > ").collect();
        (0..self.0.len()).any(|at| self.ends_at(Some(at), &steps))
    }

    fn ends_at(&self, at: Option<usize>, steps: &[&str]) -> bool {
        let Some((last, before)) = steps.split_last() else {
            return true;
        };
        at.is_some_and(|at| self.0[at].matches(last) && self.ends_at(self.0[at].parent, before))
    }
}

impl<'a> Element<'a> {
    fn parse(tag: &'a str, parent: Option<usize>) -> Self {
        let (tag, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut attributes = HashMap::new();
        while let Some(name) = rest
            .split(['=', ' '])
            .next()
            .filter(|name| !name.is_empty())
        {
            rest = &rest[name.len()..];
            let value = match rest.strip_prefix("=\"") {
                Some(value) => value.split('"').next().unwrap(),
                None => "",
            };
            if rest.starts_with('=') {
                rest = &rest[value.len() + 3..];
            }
            rest = rest.trim_start();
            attributes.insert(name, value);
        }
        Self {
            tag,
            attributes,
            parent,
        }
    }

    /// `tag.class[attribute][attribute=value]`
    fn matches(&self, step: &str) -> bool {
        let mut parts = step.split('[');
        let mut names = parts.next().unwrap().split('.');
        let classes = self.attributes.get("class").copied().unwrap_or_default();
        let has_class = |class: &str| classes.split(' ').any(|own| own == class);
        let has_attribute = |attribute: &str| match attribute.trim_end_matches(']').split_once('=')
        {
            Some((name, value)) => self.attributes.get(name).is_some_and(|own| *own == value),
            None => self
                .attributes
                .contains_key(attribute.trim_end_matches(']')),
        };
        names.next() == Some(self.tag) && names.all(has_class) && parts.all(has_attribute)
    }
}

#[test]
fn an_element_is_found_by_its_tag_classes_attributes_and_parents() {
    let html = "<!DOCTYPE html><ul class=\"a b\"><li><input hidden type=\"text\"><p title=\"x > y\">1</p></li></ul>";
    let document = Document::parse(html.split("x > y").collect::<Vec<_>>().join("z").leak());
    for (selector, is_there) in [
        ("ul.a.b > li > p", true),
        ("li > input[hidden][type=text]", true),
        ("p[title=z]", true),
        ("ul > p", false),
        ("ul.a.c", false),
        ("input > p", false),
        ("input[type=email]", false),
    ] {
        assert_eq!(document.has(selector), is_there, "{selector}");
    }
}
