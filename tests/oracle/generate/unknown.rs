//! What is not known before Terraform applies, for the patterns.

use crate::configurations::Files;

/// What every case may refer to.
pub(crate) fn base() -> Files {
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    vec![file("main.tf", MAIN), file("shared/main.tf", SHARED)]
}

const MAIN: &str = r#"resource "terraform_data" "a" { input = "alpha" }
resource "terraform_data" "n" { input = 5 }
resource "terraform_data" "b" { input = true }
resource "terraform_data" "l" { input = ["x", "y"] }
resource "terraform_data" "m" { input = { a = "p", b = 2 } }
resource "terraform_data" "none" { count = 0 }
resource "terraform_data" "c" {
  count = 2
  input = "c${count.index}"
}
resource "terraform_data" "e" {
  for_each = { p = "P", q = "Q" }
  input    = each.value
}
locals {
  tpl   = "<$${a}%%{ if a == 1 }1%%{ endif }>"
  ids   = terraform_data.c[*].id
  texts = tolist(["x", terraform_data.a.id])
  maybe = terraform_data.b.output ? "yes" : "no"
}
module "one" {
  source = "./shared"
  name   = "first"
}
module "many" {
  source = "./shared"
  count  = 2
  name   = terraform_data.c[count.index].id
}
module "each" {
  source   = "./shared"
  for_each = toset(["r", "s"])
  name     = each.key
  more     = [terraform_data.a.id, each.key]
}
"#;

const SHARED: &str = r#"variable "name" { type = string }
variable "more" {
  type    = list(string)
  default = []
}
variable "options" {
  type    = object({ x = optional(string, "dx"), y = optional(number) })
  default = {}
}
resource "terraform_data" "it" {
  input = { name = var.name, more = var.more }
}
output "id" { value = terraform_data.it.id }
output "name" { value = var.name }
output "more" { value = var.more }
output "input" { value = terraform_data.it.input }
output "both" { value = [var.name, terraform_data.it.id] }
output "options" { value = var.options }
"#;

/// By the kinds of the patterns.
pub(crate) const UNKNOWN: &[(char, &[&str])] = &[
    (
        's',
        &[
            "terraform_data.a.id",
            "terraform_data.a.output",
            "terraform_data.a.input",
            "terraform_data.c[0].id",
            "terraform_data.c[1].input",
            "terraform_data.e[\"p\"].output",
            "terraform_data.e[\"q\"].input",
            "module.one.id",
            "module.one.name",
            "module.many[0].name",
            "module.each[\"r\"].name",
            "module.one.options.x",
            "\"x-${terraform_data.a.id}\"",
            "local.maybe",
            "terraform_data.m.output.a",
            "terraform_data.m.input.a",
        ],
    ),
    (
        'n',
        &[
            "terraform_data.n.output",
            "terraform_data.n.input",
            "length(terraform_data.a.id)",
            "length(terraform_data.c)",
            "length(local.ids)",
            "terraform_data.m.output.b",
            "module.one.options.y",
        ],
    ),
    ('i', &["terraform_data.n.output", "terraform_data.n.input", "length(terraform_data.e)"]),
    (
        'b',
        &[
            "terraform_data.b.output",
            "terraform_data.b.input",
            "terraform_data.a.id == \"x\"",
            "local.maybe == \"yes\"",
            "contains(local.ids, \"x\")",
            "length(terraform_data.none) == 0",
        ],
    ),
    (
        'l',
        &[
            "[terraform_data.a.id, \"x\"]",
            "terraform_data.c[*].id",
            "terraform_data.c.*.input",
            "terraform_data.c[*].output",
            "terraform_data.none[*].id",
            "terraform_data.l.output",
            "terraform_data.l.input",
            "local.ids",
            "local.texts",
            "module.many[*].id",
            "module.one.both",
            "module.each[\"s\"].more",
            "values(terraform_data.e)[*].id",
            "split(\"-\", terraform_data.a.id)",
            "split(\",\", \"x,${terraform_data.a.id},y\")",
            "split(\",\", join(\",\", local.ids))",
            "(local.maybe == \"yes\" ? [\"x\"] : [\"x\", \"y\"])",
        ],
    ),
    ('L', &["[terraform_data.n.output, \"x\"]", "terraform_data.l.output", "module.one.both"]),
    (
        'N',
        &[
            "[terraform_data.n.output, 1]",
            "[length(terraform_data.a.id)]",
            "[2, terraform_data.n.input]",
        ],
    ),
    (
        't',
        &[
            "toset([terraform_data.a.id, \"x\"])",
            "toset(local.ids)",
            "toset(terraform_data.l.output)",
            "toset(terraform_data.l.input)",
            "toset(keys(terraform_data.e))",
        ],
    ),
    (
        'm',
        &[
            "{ a = terraform_data.a.id, b = 1 }",
            "{ a = terraform_data.a.output }",
            "terraform_data.m.output",
            "terraform_data.m.input",
            "terraform_data.a",
            "terraform_data.e",
            "module.one",
            "module.each",
            "module.one.input",
            "module.one.options",
            "tomap({ a = terraform_data.a.id, b = \"x\" })",
            "{ (terraform_data.a.output) = \"x\" }",
            "{ for k, v in terraform_data.e : k => v.id }",
            "{ for k, v in terraform_data.e : v.id => k }",
            "{ for k, v in terraform_data.e : k => v.input if v.id != \"x\" }",
            "(local.maybe == \"yes\" ? { a = 1 } : { a = 2 })",
        ],
    ),
    ('M', &["terraform_data.c", "module.many", "values(terraform_data.e)", "values(module.each)"]),
    ('c', &["\"10.${terraform_data.n.output}.0.0/16\"", "\"10.${terraform_data.n.input}.0.0/16\""]),
    ('T', &["terraform_data.a.output"]),
];

/// Whole blocks: `@x` is an expression of kind `x`, `@@` the number of the case.
pub(crate) const SHAPES: &[&str] = &[
    "output \"o@@\" { value = @o }\n",
    "output \"o@@\" { value = @o }\n",
    "locals {\n  l@@ = @l\n  k@@ = [local.l@@, @o]\n}\noutput \"o@@\" { value = [local.k@@, length(local.l@@)] }\n",
    "resource \"terraform_data\" \"r@@\" {\n  input = @o\n  triggers_replace = [@s]\n}\n\
     output \"o@@\" { value = [terraform_data.r@@.input, terraform_data.r@@.output, terraform_data.r@@.id] }\n",
    "resource \"terraform_data\" \"r@@\" {\n  count = @i\n  input = [count.index, @s]\n}\n\
     output \"o@@\" { value = [terraform_data.r@@[*].input, length(terraform_data.r@@), try(terraform_data.r@@[1].input, \"none\"), one(terraform_data.r@@[*].id)] }\n",
    "resource \"terraform_data\" \"r@@\" {\n  count = @b ? 1 : 0\n  input = @o\n}\n\
     output \"o@@\" { value = [join(\"\", terraform_data.r@@.*.id), one(terraform_data.r@@[*].input), concat(terraform_data.r@@[*].input, [\"end\"])[0]] }\n",
    "resource \"terraform_data\" \"r@@\" {\n  count = length(@l)\n  input = element(@l, count.index)\n}\n\
     output \"o@@\" { value = [terraform_data.r@@[*].input, { for r in terraform_data.r@@ : coalesce(r.input, \"z\") => r.id... }] }\n",
    "resource \"terraform_data\" \"r@@\" {\n  for_each = toset(@l)\n  input = \"${each.key}-${each.value}\"\n}\n\
     output \"o@@\" { value = [{ for k, r in terraform_data.r@@ : k => r.input }, keys(terraform_data.r@@), values(terraform_data.r@@)[*].output] }\n",
    "resource \"terraform_data\" \"r@@\" {\n  for_each = @m\n  input = [each.key, each.value]\n}\n\
     output \"o@@\" { value = [for k, r in terraform_data.r@@ : [k, r.input, r.id]] }\n",
    "resource \"terraform_data\" \"r@@\" {\n  for_each = { for i, v in @L : \"k${i}\" => v }\n  input = each.value\n}\n\
     output \"o@@\" { value = [for k, r in terraform_data.r@@ : r.input if k != \"k0\"] }\n\
     output \"p@@\" { value = try(terraform_data.r@@[\"k0\"].input, \"none\") }\n",
    "module \"m@@\" {\n  source = \"./shared\"\n  name = @s\n  more = @l\n}\n\
     output \"o@@\" { value = [module.m@@.input, module.m@@.both, try(module.m@@.more[0], null), module.m@@.options] }\n",
    "module \"m@@\" {\n  source = \"./shared\"\n  count = @i\n  name = @s\n  options = @m\n}\n\
     output \"o@@\" { value = [module.m@@[*].name, length(module.m@@), module.m@@[*].options.x] }\n",
    "module \"m@@\" {\n  source = \"./shared\"\n  for_each = toset(@l)\n  name = each.value\n  more = [each.key, @s]\n}\n\
     output \"o@@\" { value = { for k, m in module.m@@ : k => m.input } }\n\
     output \"p@@\" { value = [values(module.m@@)[*].both, keys(module.m@@)] }\n",
    "module \"m@@\" {\n  source = \"./i@@\"\n  x = @o\n}\noutput \"o@@\" { value = module.m@@.all }\n\
     == i@@/main.tf\nvariable \"x\" {}\nmodule \"in\" {\n  source = \"../shared\"\n  for_each = { a = var.x, b = @s }\n  name = \"${jsonencode(each.value)}-${each.key}\"\n}\n\
     resource \"terraform_data\" \"s@@\" { input = [var.x, module.in[\"a\"].id] }\n\
     output \"all\" { value = [module.in, terraform_data.s@@.input, path.module] }\n",
    "module \"m@@\" {\n  source = \"./i@@\"\n  x = @T\n}\noutput \"o@@\" { value = module.m@@.x }\n\
     == i@@/main.tf\nvariable \"x\" {\n  type = @Y\n  %N\n}\noutput \"x\" { value = var.x }\n",
    "variable \"v@@\" {\n  type = @Y\n  %N\n}\noutput \"o@@\" { value = var.v@@ }\n== i@@.auto.tfvars\nv@@ = @T\n",
    "variable \"v@@\" {\n  type = @Y\n  default = @T\n  %N\n}\noutput \"o@@\" { value = var.v@@ }\n== i@@_override.tf\nvariable \"v@@\" {\n  default = @T\n}\n",
    "variable \"v@@\" { type = @Y }\noutput \"o@@\" { value = var.v@@ }\n== -var\nv@@=@T\n",
    "variable \"v@@\" { type = @Y }\noutput \"o@@\" { value = var.v@@ }\n== TF_VAR\nv@@=@T\n",
    "variable \"v@@\" {}\noutput \"o@@\" { value = var.v@@ }\n== TF_VAR\nv@@=@T\n",
    "resource \"terraform_data\" \"r@@\" {\n  count = 2\n  input = @o\n  lifecycle {\n    create_before_destroy = true\n  }\n}\n\
     output \"o@@\" {\n  value = terraform_data.r@@[*].input\n}\n\
     == i@@_override.tf\nresource \"terraform_data\" \"r@@\" {\n  count = @i\n  input = @o\n}\noutput \"o@@\" {\n  value = [terraform_data.r@@[*].input, @s]\n}\n",
    "locals { l@@ = @o }\noutput \"o@@\" { value = local.l@@ }\n== i@@_override.tf\nlocals { l@@ = @o }\n",
    "module \"m@@\" {\n  source = \"./shared\"\n  name = @s\n}\noutput \"o@@\" { value = module.m@@ }\n\
     == i@@_override.tf\nmodule \"m@@\" {\n  name = @s\n  more = @l\n}\n",
];
