//! Pieces of HCL that lie in each other, as deep as one likes.

/// An expression that holds itself: what stands before, in the middle, and behind.
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    before: &'static str,
    middle: &'static str,
    behind: &'static str,
}

const fn shape(
    name: &'static str,
    before: &'static str,
    middle: &'static str,
    behind: &'static str,
) -> Shape {
    Shape { name, before, middle, behind }
}

impl Shape {
    /// So many of it in each other.
    pub(crate) fn nested(&self, levels: usize) -> String {
        self.before.repeat(levels) + self.middle + &self.behind.repeat(levels)
    }

    /// As [`Shape::nested`], but nothing is closed.
    pub(crate) fn open(&self, levels: usize) -> String {
        self.before.repeat(levels) + self.middle
    }
}

/// Every way in which an expression can hold or follow another.
pub(crate) const EXPRESSIONS: [Shape; 46] = [
    shape("parentheses", "(", "1", ")"),
    shape("list", "[", "1", "]"),
    shape("list in a list, with another", "[1, ", "1", "]"),
    shape("object", "{a=", "1", "}"),
    shape("object with a computed key", "{(", "\"a\"", ")=1}"),
    shape("object on lines", "{\na = ", "1", "\n}"),
    shape("call", "abs(", "1", ")"),
    shape("call with three dots", "concat([", "1", "]...)"),
    shape("call that does not exist", "f(", "1", ")"),
    shape("try", "try(", "1", ")"),
    shape("can", "can(", "1", ")"),
    shape("flatten", "flatten([", "1", "])"),
    shape("merge", "merge({a=1},", "{}", ")"),
    shape("jsonencode", "jsonencode(", "\"a\"", ")"),
    shape("index inside", "local.l[", "0", "]"),
    shape("index behind", "", "local.l", "[0]"),
    shape("index by text", "", "local.l", "[\"a\"]"),
    shape("legacy index", "", "local.l", ".0"),
    shape("attribute", "", "local.l", ".a"),
    shape("splat", "", "local.l", "[*]"),
    shape("splat with an attribute", "", "local.l", "[*].a"),
    shape("attribute splat", "", "local.l", ".*.a"),
    shape("not", "!", "true", ""),
    shape("minus", "-", "1", ""),
    shape("minus with spaces", "- ", "1", ""),
    shape("plus", "", "1", " + 1"),
    shape("times", "", "1", "*1"),
    shape("and", "", "true", " && true"),
    shape("or", "false || ", "true", ""),
    shape("equal", "", "1", " == 1"),
    shape("less", "", "1", " < 1"),
    shape("operators on the right", "1+(", "1", ")"),
    shape("operators that bind closer", "1 + 1 * ", "1", ""),
    shape("conditional on the right", "true ? 1 : ", "1", ""),
    shape("conditional in the middle", "true ? ", "1", " : 1"),
    shape("conditional as condition", "(", "true", " ? true : false)"),
    shape("unknown conditional", "var.u == 1 ? 1 : ", "2", ""),
    shape("for over a for", "[for x in ", "[1]", " : x]"),
    shape("for in a for", "[for x in [1] : ", "1", "]"),
    shape("for as a condition", "[for x in [1] : x if ", "true", "]"),
    shape("object for", "{for k, v in {a=1} : k => ", "1", "}"),
    shape("template", "\"${", "\"a\"", "}\""),
    shape("template with text", "\"a${", "\"a\"", "}b\""),
    shape("template if", "\"%{ if true }${", "1", "}%{ endif }\""),
    shape("template for", "\"%{ for x in [1] }${", "1", "}%{ endfor }\""),
    shape("heredoc", "<<E\n${", "1", "}\nE\n"),
];

/// Pieces of a template, without the quotes.
pub(crate) const TEMPLATES: [Shape; 8] = [
    shape("interpolation", "${\"", "a", "\"}"),
    shape("if", "%{ if true }", "a", "%{ endif }"),
    shape("else", "%{ if false }%{ else }", "a", "%{ endif }"),
    shape("for", "%{ for x in [1] }", "a", "%{ endfor }"),
    shape("strip markers", "%{~ if true ~}", "a", "%{~ endif ~}"),
    shape("brackets", "${[", "1", "][0]}"),
    shape("escapes", "$${", "a", "%%{"),
    shape("dollars", "$", "{", "%"),
];

/// What may stand where blocks and attributes do.
pub(crate) const BODIES: [Shape; 9] = [
    shape("block", "a {\n", "", "\n}\n"),
    shape("block with labels", "a \"b\" c {\n", "x = 1", "\n}\n"),
    shape("dynamic block", "dynamic \"a\" {\nfor_each = [1]\ncontent {\n", "", "\n}\n}\n"),
    shape("labels", "a ", "{\n}\n", ""),
    shape("comment", "/*", "", "*/"),
    shape("comments in a row", "/* a */", "", ""),
    shape("comment lines", "# a\n", "", ""),
    shape("comment lines of another kind", "//\n", "", ""),
    shape("line ends", "\r\n", "", "\n"),
];

/// JSON in JSON.
pub(crate) const JSONS: [Shape; 8] = [
    shape("array", "[", "1", "]"),
    shape("array with another", "[1,", "1", "]"),
    shape("object", "{\"a\":", "1", "}"),
    shape("array of objects", "[{\"a\":", "1", "}]"),
    shape("spaces", " ", "1", "\n"),
    shape("digits", "1", "1", "1"),
    shape("escapes", "", "\"\"", ""),
    shape("minus", "-", "1", ""),
];

/// YAML in YAML.
pub(crate) const YAMLS: [Shape; 8] = [
    shape("flow sequence", "[", "1", "]"),
    shape("flow mapping", "{a: ", "1", "}"),
    shape("sequence", "- ", "1", ""),
    shape("explicit key", "? ", "1", ""),
    shape("anchor", "&a [", "1", "]"),
    shape("tag", "!!seq [", "1", "]"),
    shape("documents", "---\n", "1", "\n...\n"),
    shape("quotes", "'", "a", "'"),
];
