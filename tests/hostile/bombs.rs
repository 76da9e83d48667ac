//! A few lines that ask for more than there is: each is a value of a cluster.

use crate::program::Repository;
use crate::{EVALUATE, cluster, run, runs};
use std::fmt::Write as _;

/// Expressions that are short, and whose value or way to it is not.
const EXPRESSIONS: &[&str] = &[
    // numbers
    "1e999999999",
    "1e999999999 - 1e999999998",
    "1e-999999999 * 1e999999999",
    "1e9999999999999999999999",
    "pow(10, 1e9)",
    "pow(2, 1e18)",
    "pow(pow(pow(99, 99), 99), 99)",
    "pow(0.1, 1e9)",
    "log(1e999999999, 2)",
    "9e99999 % 7",
    "1e999999999 % 3",
    "floor(1e999999999)",
    "ceil(1e-999999999)",
    "parseint(join(\"\", [for i in range(1000): \"999999999999999999999\"]), 10)",
    "parseint(strrev(local.big), 36)",
    "tostring(1e999999)",
    "tostring(1e-999999)",
    "\"${1e999999999}\"",
    "1e999999999 == 1e999999998",
    "sum([for i in range(1000): 1e999999999])",
    "max([for i in range(1000): pow(10, i * 1000)]...)",
    "abs(-1e999999999)",
    "signum(1e999999999)",
    "tonumber(local.big)",
    "tonumber(\"1e999999999\")",
    "int(1e30)",
    // formats
    "format(\"%1000000000d\", 1)",
    "format(\"%.1000000000f\", 1)",
    "format(\"%1000000000.1000000000f\", 1)",
    "format(\"%-1000000000s\", \"a\")",
    "format(\"%01000000000d\", 1)",
    "format(\"%f\", 1e999999999)",
    "format(\"%d\", 1e999999999)",
    "format(\"%x\", 1e999999999)",
    "format(\"%b\", pow(2, 999999))",
    "format(\"%.999999e\", 1)",
    "format(\"%99999999999999999999d\", 1)",
    "format(\"%[1000000000]d\", 1)",
    "format(\"%*d\", 1000000000, 1)",
    "format(\"%q\", local.big)",
    "format(\"%#v\", local.big)",
    "format(join(\"\", [for i in range(1000): \"%[1]s%[1]s%[1]s%[1]s\"]), local.big)",
    "format(\"%[1]s%[1]s%[1]s%[1]s%[1]s%[1]s%[1]s%[1]s%[1]s%[1]s%[1]s%[1]s%[1]s%[1]s%[1]s%[1]s%[1]s\", local.big)",
    "formatlist(\"%s-%1000000d\", range(1000), 1)",
    "formatlist(\"%s%s%s%s\", local.big, local.big, local.big, [for i in range(1000): local.big])",
    "formatdate(local.big, \"2020-01-01T00:00:00Z\")",
    "timeadd(\"2020-01-01T00:00:00Z\", \"1000000000000000000h\")",
    "timeadd(\"2020-01-01T00:00:00Z\", join(\"\", [for i in range(1000): \"1h1m\"]))",
    // products
    "setproduct([for i in range(8): range(1000)]...)",
    "setproduct([for i in range(1000): [1, 2]]...)",
    "setproduct(range(1000), range(1000), range(1000))",
    "length(setproduct(range(1000), range(1000)))",
    "setproduct([for i in range(1000): []]...)",
    "[for a in range(1000): [for b in range(1000): [for c in range(1000): c]]]",
    "[for a in range(1000): [for b in range(1000): b]]",
    "{for a in setproduct(range(1000), range(1000)): \"${a[0]}-${a[1]}\" => a}",
    "{for i in range(1000): \"a\" => i...}",
    "flatten([for a in range(1000): [for b in range(1000): [b]]])",
    "distinct([for a in range(1000): [for b in range(1000): a]])",
    "distinct(flatten([for a in range(300): [for b in range(300): \"${a}-${b}\"]]))",
    "merge([for i in range(1000): {for j in range(1000): \"${i}-${j}\" => j}]...)",
    "concat([for i in range(1000): range(1000)]...)",
    "zipmap([for i in range(1000): \"${i}\"], [for i in range(1000): range(1000)])",
    "chunklist(range(1000), 1)",
    "chunklist(range(1000), 1e18)",
    "slice(range(1000), 0, 1e18)",
    "element(range(10), 1e300)",
    "setunion([for i in range(1000): toset(range(i))]...)",
    "setintersection([for i in range(1000): toset(range(1000))]...)",
    "setsubtract(toset(range(1000)), toset([for i in range(1000): i * 2]))",
    "setsymmetricdifference([for i in range(500): toset(range(500))]...)",
    "sort([for i in range(1000): strrev(\"${i}\")])",
    "transpose({for i in range(1000): \"${i}\" => [for j in range(1000): \"${j}\"]})",
    "matchkeys(range(1000), [for i in range(1000): i], [for i in range(1000): i])",
    "index(range(1000), 999)",
    "contains([for i in range(1000): range(1000)], range(1000))",
    "toset([for i in range(1000): range(1000)])",
    "toset(local.shared)",
    "tolist(local.shared)",
    "tomap({for i in range(1000): \"${i}\" => local.shared})",
    // ranges
    "range(1e9)",
    "range(0, 1, 1e-999999)",
    "range(1e999999999)",
    "range(0, 1e18, 1)",
    "range(1, 0, 1)",
    "range(0, 10, 0)",
    // texts
    "join(local.big, [for i in range(1000): local.big])",
    "join(\",\", [for i in range(1000): local.big])",
    "split(\"\", local.big)",
    "split(\"a\", local.big)",
    "replace(local.big, \"a\", local.big)",
    "replace(local.big, \"\", local.big)",
    "replace(local.big, \"/a/\", local.big)",
    "replace(local.big, \"/(a)/\", \"$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1\")",
    "replace(replace(replace(local.big, \"a\", \"bbbbbbbb\"), \"b\", \"cccccccc\"), \"c\", \"dddddddd\")",
    "strrev(local.big)",
    "indent(1e9, local.lines)",
    "indent(1000000, local.lines)",
    "substr(local.big, 1e9, 1e18)",
    "upper(local.big)",
    "title(local.big)",
    "trim(local.big, local.big)",
    "trimprefix(local.big, local.big)",
    "chomp(join(\"\", [for i in range(1000): \"\\n\"]))",
    "startswith(local.big, local.big)",
    "strcontains(local.big, strrev(local.big))",
    "regexall(\".\", local.big)",
    "regexall(\"\", local.big)",
    "regexall(\"(.)(.)(.)(.)(.)(.)(.)(.)\", local.big)",
    "regex(\"(a{1000}){1000}\", local.big)",
    "regex(\"((a{100}){100}){100}\", local.big)",
    "regex(\"(((((a{99}){99}){99}){99}){99}){99}\", local.big)",
    "regex(\"(x+x+)+y\", local.big)",
    "regex(\"(a*)*$\", local.big)",
    "regex(\"(a|a)*b\", local.big)",
    "regex(\"\\\\pL{1000}\", local.big)",
    "regex(\"[\\\\s\\\\S]{0,1000}[\\\\s\\\\S]{0,1000}b\", local.big)",
    "regex(local.big, local.big)",
    "regex(join(\"\", [for i in range(1000): \"(\"]), \"a\")",
    "regex(\"${join(\"\", [for i in range(1000): \"(\"])}${join(\"\", [for i in range(1000): \")\"])}\", \"a\")",
    "regex(join(\"|\", [for i in range(1000): \"a${i}\"]), local.big)",
    "[for i in range(1000): regexall(\"a{${i}}\", local.big)]",
    "[for i in range(1000): regex(\"(a{100}){99}x?{${i}}\", local.big)]",
    "[for i in range(1000): replace(local.big, \"/${i}|a*b/\", \"x\")]",
    "[for i in range(1000): sha512(local.big)]",
    "[for i in range(1000): split(\"\", local.big)]",
    "[for i in range(1000): jsondecode(jsonencode(local.shared))]",
    "[for i in range(1000): sort(split(\"a\", local.big))]",
    "[for i in range(1000): upper(local.big)]",
    "[for i in range(1000): length(local.big)]",
    "[for i in range(1000): strrev(local.big)]",
    "[for i in range(1000): urlencode(local.big)]",
    "[for i in range(1000): base64gzip(local.big)]",
    "[for i in range(1000): textencodebase64(local.big, \"UTF-16LE\")]",
    "[for i in range(1000): trimspace(local.big) == local.big]",
    "[for i in range(1000): distinct(local.texts)]",
    "[for i in range(1000): index(local.texts, \"x999\")]",
    "[for i in range(1000): contains(local.texts, \"y\")]",
    "[for i in range(1000): local.texts == reverse(local.texts)]",
    "[for i in range(1000): merge({for t in local.texts: t => t}, {a = 1})]",
    "[for i in range(1000): toset(local.texts)]",
    "[for i in range(1000): setproduct(local.texts, [1, 2])]",
    "[for i in range(1000): cidrsubnet(\"10.0.0.0/8\", 8, i)]",
    "[for i in range(1000): file(\"main.tf\")]",
    "[for i in range(1000): fileset(\".\", \"**\")]",
    "[for i in range(1000): filesha512(\"main.tf\")]",
    "[for i in range(1000): templatefile(\"t.tftpl\", {x = local.big})]",
    "fileset(\".\", \"${join(\"\", [for i in range(1000): \"**/\"])}*\")",
    "fileset(\".\", \"{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}\")",
    "fileset(\".\", \"*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b\")",
    "fileset(\".\", \"${join(\"\", [for i in range(1000): \"[\"])}\")",
    // encodings
    "base64gzip(local.big)",
    "base64gunzip(base64gzip(local.big))",
    "base64gzip(base64gzip(base64gzip(local.big)))",
    "base64encode(base64encode(base64encode(base64encode(local.big))))",
    "base64decode(base64encode(local.big))",
    "urlencode(urlencode(urlencode(urlencode(local.big))))",
    "jsonencode(jsonencode(jsonencode(jsonencode(jsonencode(local.quotes)))))",
    "jsonencode(local.shared)",
    "yamlencode(local.shared)",
    "jsonencode([for i in range(1000): local.shared])",
    "jsondecode(jsonencode(local.shared))",
    "yamldecode(yamlencode(local.shared))",
    "csvdecode(local.lines)",
    "csvdecode(\"${local.row}\\n${local.row}\")",
    "csvdecode(join(\"\\n\", [for i in range(1000): local.row]))",
    "textencodebase64(local.big, \"UTF-16BE\")",
    "textdecodebase64(base64encode(local.big), \"UTF-16LE\")",
    "sha256(local.big)",
    "md5(local.big)",
    "uuidv5(\"dns\", local.big)",
    "type(local.shared)",
    "yamldecode(\"a: &a [x,x,x,x,x,x,x,x,x]\\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\\ng: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\\nh: &h [*g,*g,*g,*g,*g,*g,*g,*g,*g]\\ni: [*h,*h,*h,*h,*h,*h,*h,*h,*h]\")",
    "yamldecode(\"a: &a {x: *a}\")",
    "yamldecode(\"a: &a {<<: [*a, *a]}\")",
    "yamldecode(\"${join(\"\", [for i in range(1000): \"- \"])}1\")",
    // addresses
    "cidrsubnets(\"10.0.0.0/8\", [for i in range(1000): 24]...)",
    "cidrsubnets(\"fd00::/8\", [for i in range(1000): 120]...)",
    "cidrsubnet(\"10.0.0.0/8\", 1e9, 1)",
    "cidrsubnet(\"10.0.0.0/8\", 8, 1e999999)",
    "cidrsubnet(\"fd00::/8\", 120, pow(2, 119))",
    "cidrhost(\"10.0.0.0/8\", 1e999999999)",
    "cidrhost(\"10.0.0.0/8\", -1e999999999)",
    "cidrhost(local.big, 1)",
    "cidrnetmask(local.big)",
    // shared structure
    "local.shared == local.shared2",
    "local.shared",
    "flatten(local.shared)",
    "length(local.shared)",
    "local.objects",
    "jsonencode(local.objects)",
    "merge(local.objects, local.objects)",
    "local.objects == local.objects2",
    "values(local.objects)",
    "keys(local.objects)",
    "local.text",
    "local.joined",
    "local.listed",
    "local.formatted",
    "local.replaced",
    "local.encoded",
    "local.templated",
    "local.numbers",
    "local.fours",
    "coalesce(local.shared...)",
    "coalescelist(local.shared...)",
    "compact(flatten(local.shared))",
    "one(local.shared)",
    "try(local.shared, local.shared2)",
    "can(jsonencode(local.shared))",
    "tostring(jsonencode(local.shared))",
    "sensitive(local.shared)",
    "nonsensitive(sensitive(local.shared))",
    "issensitive(local.shared)",
    "ephemeralasnull(local.shared)",
    "alltrue(local.shared)",
    "anytrue([for i in range(1000): false])",
    "local.shared[*][*][*][0]",
    "lookup(local.objects, \"a\", local.objects2)",
    "defaults(local.objects, local.objects2)",
    // unknown values
    "var.u == 1 ? local.shared : local.shared2",
    "[for i in range(1000): var.u == i ? local.shared : local.shared2]",
    "join(\",\", [for i in range(1000): var.u == i ? \"a\" : \"b\"])",
    "local.alternatives",
    "local.symbolic",
    "\"${local.alternatives}${local.alternatives}${local.alternatives}\"",
    "setproduct(local.choices...)",
    "merge(local.choices...)",
    "concat([for c in local.choices: [c]]...)",
    "jsonencode(local.choices)",
    "split(\",\", join(\",\", alicloud_vswitch.many[*].id))",
    "join(\",\", [for i in range(1000): join(\",\", alicloud_vswitch.many[*].id)])",
    "alicloud_vswitch.many",
    "[for s in alicloud_vswitch.many: alicloud_vswitch.many]",
    "[for s in alicloud_vswitch.many: [for t in alicloud_vswitch.many: s.id == t.id]]",
    "local.self",
    "local.c0",
    "alicloud_vswitch.circle.cidr_block",
    "alicloud_vswitch.self.id",
    "alicloud_cs_managed_kubernetes.c.pod_cidr",
    // templates
    "\"%{ for a in range(1000) }%{ for b in range(1000) }%{ for c in range(1000) }x%{ endfor }%{ endfor }%{ endfor }\"",
    "\"%{ for a in range(1000) }%{ for b in range(1000) }%{ endfor }%{ endfor }\"",
    "\"%{ for a in range(1000) }${local.big}%{ endfor }\"",
    "templatefile(\"t.tftpl\", {x = local.shared})",
    "templatefile(\"loop.tftpl\", {})",
    "templatefile(\"self.tftpl\", {})",
    "templatefile(\"main.tf\", {})",
    "templatestring(local.big, {})",
    "file(\"data\")",
    "filebase64sha512(\"data\")",
    "jsondecode(file(\"main.tf\"))",
];

/// What the expressions refer to: texts of 100 kB, values that double sixty times, circles.
fn shared() -> String {
    let mut text = String::from(
        r#"
locals {
  thousand  = join("", [for i in range(1000): "a"])
  big       = join("", [for i in range(100): local.thousand])
  quotes    = join("", [for i in range(1000): "\"\\"])
  lines     = join("\n", [for i in range(1000): "a,b"])
  row       = join(",", [for i in range(1000): "a${i}"])
  texts     = [for i in range(1000): "x${i}"]
  shared    = local.l60
  shared2   = local.m60
  objects   = local.o60
  objects2  = local.p60
  text      = local.t60
  joined    = local.j60
  listed    = local.k60
  formatted = local.f60
  replaced  = local.r60
  encoded   = local.e60
  templated = local.h60
  numbers   = local.n60
  fours     = local.q60
  alternatives = local.a60
  symbolic  = local.s60
  choices   = [for i in range(100): var.u == i ? {"${i}" = 1} : {"x${i}" = 2}]
  self      = local.self
  c0        = local.c999
  l0        = ["a"]
  m0        = ["a"]
  o0        = {a = "a"}
  p0        = {a = "a"}
  t0        = "a"
  j0        = "a"
  k0        = ["a"]
  f0        = "a"
  r0        = "a"
  e0        = "a"
  h0        = "a"
  n0        = 99
  q0        = ["a"]
  a0        = var.u == 1 ? "a" : "b"
  s0        = alicloud_vswitch.self.id
}
resource "alicloud_vswitch" "many" {
  count = 300
}
resource "alicloud_vswitch" "circle" {
  cidr_block = alicloud_vswitch.circle.cidr_block
}
resource "alicloud_vswitch" "self" {
  cidr_block = cidrsubnet(alicloud_vswitch.circle.cidr_block, 1, 1)
}
"#,
    );
    text.push_str("locals {\n");
    for at in 1..=60 {
        let of = at - 1;
        let lines = [
            format!("l{at} = [local.l{of}, local.l{of}]"),
            format!("m{at} = [local.m{of}, local.m{of}]"),
            format!("o{at} = {{ a = local.o{of}, b = local.o{of} }}"),
            format!("p{at} = {{ a = local.p{of}, b = local.p{of} }}"),
            format!("t{at} = \"${{local.t{of}}}${{local.t{of}}}\""),
            format!("j{at} = join(local.j{of}, [local.j{of}, local.j{of}])"),
            format!("k{at} = concat(local.k{of}, local.k{of})"),
            format!("f{at} = format(\"%s%s\", local.f{of}, local.f{of})"),
            format!("r{at} = replace(local.r{of}, \"a\", \"aa\")"),
            format!("e{at} = base64encode(jsonencode(local.e{of}))"),
            format!("h{at} = \"%{{ for i in range(2) }}${{local.h{of}}}%{{ endfor }}\""),
            format!("n{at} = local.n{of} * local.n{of}"),
            format!("q{at} = [for a in local.q{of}: [a, a]]"),
            format!("a{at} = var.u == {at} ? \"${{local.a{of}}}a\" : \"${{local.a{of}}}b\""),
            format!("s{at} = \"${{local.s{of}}}${{local.s{of}}}\""),
        ];
        for line in lines {
            writeln!(text, "  {line}").expect("a string");
        }
    }
    for at in 1..1_000 {
        writeln!(text, "  c{at} = [local.c{}]", at - 1).expect("a string");
    }
    text + "}\n"
}

fn repository(expression: &str) -> Repository {
    let repository = Repository::of(&[
        ("t.tftpl", "${x}"),
        ("self.tftpl", "${templatefile(\"self.tftpl\", {})}"),
        ("loop.tftpl", "%{ for a in range(1000) }%{ for b in range(1000) }x%{ endfor }%{ endfor }"),
        ("main.tf", &(cluster(expression) + &shared())),
    ]);
    repository.write("data", vec![b'x'; 4 << 20]);
    repository
}

#[test]
fn expressions() {
    for expression in EXPRESSIONS {
        run(&repository(expression), expression, &["check"]);
    }
}

#[test]
fn expressions_that_are_shown() {
    for expression in EXPRESSIONS {
        run(&repository(expression), expression, &["inspect"]);
    }
    let lines = EXPRESSIONS.iter().enumerate();
    let output = |(at, e)| format!("output \"o{at}\" {{\n  value = {e}\n}}\n");
    let outputs = lines.map(output).collect::<Vec<_>>().concat();
    let all = Repository::of(&[("main.tf", &(cluster("var.x") + &shared() + &outputs))]);
    runs(&all, "all expressions", &[&["inspect"], &["inspect", "--format", "json"]]);
}

/// Where an expression counts something.
#[test]
fn instances() {
    let numbers = ["1e9", "1e999999999", "4097", "1000000", "-1", "0.5", "pow(2, 64)"];
    for number in numbers {
        let text = format!(
            "{}resource \"alicloud_vswitch\" \"a\" {{\n  count = {number}\n  cidr_block = \
             cidrsubnet(\"10.0.0.0/8\", 16, count.index)\n}}\nmodule \"m\" {{\n  count = {number}\n  \
             source = \"./m\"\n}}\n",
            cluster("var.x")
        );
        let module = cluster("\"172.20.0.0/16\"");
        let repository = Repository::of(&[("main.tf", &text), ("m/main.tf", &module)]);
        runs(&repository, &format!("count = {number}"), EVALUATE);
    }
    let keys = "toset([for p in setproduct(range(1000), range(1000)): \"${p[0]}-${p[1]}\"])";
    let some = "toset([for p in setproduct(range(100), range(100)): \"${p[0]}-${p[1]}\"])";
    for keys in [keys, some] {
        let text = format!(
            "{}resource \"alicloud_vswitch\" \"a\" {{\n  for_each = {keys}\n}}\nmodule \"m\" {{\n  \
             for_each = {keys}\n  source = \"./m\"\n}}\n",
            cluster("var.x")
        );
        let module = cluster("\"172.20.0.0/16\"");
        let repository = Repository::of(&[("main.tf", &text), ("m/main.tf", &module)]);
        runs(&repository, keys, EVALUATE);
    }
}

/// Resources by the thousand, and what they are called.
const ESTATES: [(&str, &str); 6] = [
    (
        "clusters",
        r#"
resource "alicloud_cs_managed_kubernetes" "many" {
  count        = 2000
  vswitch_ids  = [alicloud_vswitch.s.id]
  pod_cidr     = "172.20.0.0/16"
  service_cidr = "172.21.0.0/20"
}"#,
    ),
    (
        "vSwitches",
        r#"
resource "alicloud_vswitch" "many" {
  count      = 4000
  vpc_id     = alicloud_vpc.v.id
  cidr_block = "10.0.0.0/24"
}"#,
    ),
    (
        "pools",
        r#"
resource "alicloud_cs_kubernetes_node_pool" "many" {
  count          = 4000
  cluster_id     = alicloud_cs_managed_kubernetes.d.id
  vswitch_ids    = alicloud_vswitch.t[*].id
  instance_types = ["ecs.g7.xlarge"]
  desired_size   = 1e18
}
resource "alicloud_vswitch" "t" {
  count      = 300
  vpc_id     = alicloud_vpc.v.id
  cidr_block = "10.0.0.0/24"
}
resource "alicloud_cs_managed_kubernetes" "d" {
  vswitch_ids     = alicloud_vswitch.t[*].id
  pod_vswitch_ids = alicloud_vswitch.t[*].id
}"#,
    ),
    (
        "VPCs that are joined",
        r#"
resource "alicloud_vpc" "w" {
  count      = 1000
  cidr_block = "10.0.0.0/16"
}
resource "alicloud_cen_instance_attachment" "a" {
  count             = 1000
  instance_id       = "cen-1"
  child_instance_id = alicloud_vpc.w[count.index].id
}
resource "alicloud_vpc_peer_connection" "p" {
  count            = 1000
  vpc_id           = alicloud_vpc.w[count.index].id
  accepting_vpc_id = alicloud_vpc.w[(count.index + 1) % 1000].id
}
resource "alicloud_vswitch" "w" {
  count      = 1000
  vpc_id     = alicloud_vpc.w[count.index].id
  cidr_block = "10.0.0.0/24"
}
resource "alicloud_cs_managed_kubernetes" "w" {
  count        = 300
  vswitch_ids  = [alicloud_vswitch.w[count.index].id]
  pod_cidr     = "172.20.0.0/16"
  service_cidr = "172.21.0.0/20"
}"#,
    ),
    (
        "routes",
        r#"
resource "alicloud_route_entry" "r" {
  count                 = 4000
  route_table_id        = alicloud_vpc.v.route_table_id
  destination_cidrblock = cidrsubnet("172.20.0.0/14", 12, count.index)
}"#,
    ),
    (
        "unknown conditions",
        r#"
resource "alicloud_cs_managed_kubernetes" "many" {
  count        = 60
  vswitch_ids  = [alicloud_vswitch.s.id]
  pod_cidr     = var.u == count.index ? "172.20.0.0/16" : "10.0.0.0/16"
  service_cidr = var.u == count.index ? "172.21.0.0/20" : "10.0.0.0/20"
}"#,
    ),
];

/// Clusters, vSwitches and pools by the thousand: what is compared with each other.
#[test]
fn estates() {
    let network = r#"
variable "u" {}
resource "alicloud_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}
resource "alicloud_vswitch" "s" {
  vpc_id     = alicloud_vpc.v.id
  cidr_block = "10.0.0.0/24"
  zone_id    = "cn-hangzhou-h"
}
resource "alicloud_cs_managed_kubernetes" "one" {
  vswitch_ids  = [alicloud_vswitch.s.id]
  pod_cidr     = "172.20.0.0/16"
  service_cidr = "172.21.0.0/20"
}
"#;
    for (name, text) in ESTATES {
        let repository = Repository::of(&[("main.tf", &(network.to_owned() + text))]);
        runs(&repository, &format!("thousands of {name}"), EVALUATE);
        runs(
            &repository,
            &format!("thousands of {name}"),
            &[
                &["check", "--format", "json"],
                &["check", "--format", "markdown"],
                &["capacity", "--format", "svg"],
            ],
        );
    }
}

/// Dynamic blocks in dynamic blocks, each of them many.
#[test]
fn dynamic_blocks() {
    for (depth, each) in [(64, 2), (64, 1), (3, 1_000), (2, 1_000), (1, 1_000_000)] {
        let open =
            format!("dynamic \"addons\" {{\nfor_each = range({each})\ncontent {{\nname = \"a\"\n");
        let block = open.repeat(depth) + &"\n}\n}\n".repeat(depth);
        let text = format!("resource \"alicloud_cs_managed_kubernetes\" \"c\" {{\n{block}}}\n");
        let repository = Repository::of(&[("main.tf", &text)]);
        runs(&repository, &format!("{each} dynamic blocks, {depth} deep"), EVALUATE);
    }
}

/// Variables that validate themselves, and each other.
#[test]
fn circles() {
    let text = r#"
variable "a" {
  default = "x"
  validation {
    condition     = var.b == var.a
    error_message = local.a
  }
}
variable "b" {
  default = "x"
  validation {
    condition     = var.a == var.b && local.a == local.b
    error_message = "x"
  }
}
locals {
  a = local.b
  b = "${local.c}${var.a}"
  c = [for x in local.a : local.b]
}
resource "alicloud_vswitch" "a" {
  count = length(alicloud_vswitch.b)
}
resource "alicloud_vswitch" "b" {
  for_each = { for s in alicloud_vswitch.a : s.id => s }
}
module "m" {
  source = "./m"
  count  = length(module.m)
  a      = module.m[0].a
}
output "o" {
  value = module.m[0].a
}
"#;
    let module = "variable \"a\" {}\noutput \"a\" {\n  value = var.a\n}\n";
    let text = text.to_owned() + &cluster("local.a");
    let repository = Repository::of(&[("main.tf", &text), ("m/main.tf", module)]);
    runs(&repository, "circles", EVALUATE);
}
