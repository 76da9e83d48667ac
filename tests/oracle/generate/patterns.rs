//! What expressions are made of.
//!
//! A row is a kind, simple expressions and compound ones, where `@k` stands for an expression of
//! kind `k` and `#k` binds a name of that kind: a text `s`, a number `n`, a small whole number
//! `i`, a bool `b`, a list of texts `l`, any list `L`, a list of numbers `N`, a set `t`, a map or
//! object `m`, a list of maps `M`, an address range `c`, a time `T`, anything `o`.

/// The rows; the compound patterns of the first suit every kind, which is `@_`.
pub(crate) const PATTERNS: &[(char, &[&str], &[&str])] = &[
    (
        'o',
        &["null", "1", "\"a\"", "true", "[]", "{}", "[1, \"a\", null]", "{ a = 1, b = [] }"],
        &[
            "(@b ? @_ : @_)",
            "(@b ? @_ : null)",
            "(@b ? @o : @_)",
            "try(@_, @_)",
            "try(@o[7], @_)",
            "[@_, @_][@i]",
            "{ a = @_ }.a",
            "{ a = @_ }[\"a\"]",
            "[@_][0]",
            "[@_].0",
            "element([@_, @_, @_], @i)",
            "lookup({ a = @_, b = @_ }, @s, @_)",
            "coalesce(null, @_)",
            "one([@_])",
            "(@_)",
            "\"${@_}\"",
            "jsondecode(jsonencode(@_))",
            "nonsensitive(sensitive(@_))",
            "[for #o in [@_] : @_][0]",
            "[@_][*][0]",
            "values({ z = @_ })[0]",
            "merge({ q = 1 }, { q = @_ }).q",
            "concat([@_], [])[0]",
            "flatten([@_, [1]])",
            "coalescelist([], [@_])[0]",
            "yamldecode(yamlencode(@_))",
            "@L[@i]",
            "@m.a",
            "@m[@s]",
        ],
    ),
    (
        's',
        &[
            "\"a\"", "\"\"", "\"b\"", "\"Hello, World\"", "\"10\"", "\"true\"", "\" x y \"",
            "\"a,b,,c\"", "\"é\"", "\"e\\u0301x\"", "\"日本\"", "\"a\\nb\\tc\\\"d\\\\\"",
            "\"$${a}%%{b}\"", "\"3.50\"", "\"A-b_c.d/e\"", "\"👨‍👩‍👧x\"", "null", "\"<a&b>\"",
            "\"ß\"", "\"0x1f\"", "\"1e2\"", "\"-7\"", "\"line\\n\"", "\"\\r\\n\"",
        ],
        &[
            "upper(@s)", "lower(@s)", "title(@s)", "strrev(@s)", "trimspace(@s)", "chomp(@s)",
            "trim(@s, @s)", "trimprefix(@s, @s)", "trimsuffix(@s, @s)", "substr(@s, @i, @i)",
            "replace(@s, @s, @s)", "replace(@s, \"/[a-c]+/\", @s)",
            "replace(@s, \"/(l+)(.)/\", \"<$2$1>\")", "join(@s, @l)", "join(\"-\", @l, @l)",
            "format(\"%s-%v\", @s, @o)", "format(\"%5.2f|%-5d|%05d\", @n, @i, @i)",
            "format(\"%q %x %X %t %%\", @s, @i, @s, @b)", "format(\"%8s|%-8s|%.2s\", @s, @s, @s)",
            "format(\"%v %v %g %e\", @o, @L, @n, @n)", "format(\"%[2]s %[1]s\", @s, @s)",
            "format(\"%b %o %c\", @i, @i, @i)", "indent(@i, @s)", "md5(@s)", "sha1(@s)",
            "sha256(@s)", "sha512(@s)", "base64encode(@s)", "base64decode(base64encode(@s))",
            "base64sha256(@s)", "base64sha512(@s)", "urlencode(@s)",
            "textencodebase64(@s, \"UTF-16LE\")",
            "textdecodebase64(textencodebase64(@s, \"UTF-8\"), \"UTF-8\")", "jsonencode(@o)",
            "yamlencode(@o)", "tostring(@o)", "tostring(@s)", "tostring(@n)", "\"x${@s}y\"",
            "\"${@s}${@n}\"", "\"${@s}-${@b}\"", "\"%{ if @b }y${@s}%{ else }n%{ endif }\"",
            "\"a %{ if @b ~} x %{ endif ~} ${~ @s ~} b\"",
            "\"%{ for #s in @l }${@s};%{ endfor }\"",
            "\"%{ for #s, #o in @m ~} ${@s} %{ endfor ~}\"", "regex(\"[a-z]+\", @s)",
            "coalesce(@s, @s)", "coalesce(@s, @n)", "@l[@i]", "@l.0", "element(@l, @i)",
            "lookup(@m, @s, @s)", "cidrhost(@c, @i)", "cidrnetmask(@c)", "@c",
            "formatdate(\"YYYY-MM-DD hh:mm:ss ZZZ EEEE MMM D h aa\", @T)", "timeadd(@T, \"1h30m\")",
            "timeadd(@T, \"-36h0.5s\")", "@T", "uuidv5(\"dns\", @s)", "uuidv5(\"url\", @s)",
            "one([@s])", "templatestring(local.tpl, { a = @s })", "templatestring(local.tpl, @m)",
            "ephemeralasnull(@s)", "max(@n, @n)",
            "keys(@m)[@i]", "nonsensitive(sensitive(@s))",
            "index(@l, @s)",
        ],
    ),
    (
        'i',
        &["0", "1", "2", "3", "-1", "\"1\"", "4", "10"],
        &["length(@l)", "length(@m)", "length(@s)", "@i + 1", "@i % 3", "-@i", "tonumber(@i)", "abs(@i)"],
    ),
    (
        'n',
        &[
            "0", "1", "2.5", "-3", "0.1", "1e3", "\"7\"", "100000000000000000000", "1.50", "0.2",
            "-0", "1e-7", "123456789.123456789", "255",
        ],
        &[
            "@n + @n", "@n - @n", "@n * @n", "@n / @n", "@n % @n", "-@n", "abs(@n)", "ceil(@n)",
            "floor(@n)", "max(@n, @n)", "min(@n, @n, @n)", "max(@N...)", "pow(@i, @i)",
            "pow(2, @n)", "log(@n, 10)", "log(8, @n)", "signum(@n)", "sum(@N)",
            "parseint(@s, 10)", "parseint(\"ff\", 16)", "parseint(\"z1\", @i)", "tonumber(@s)",
            "length(@L)", "length(@s)", "length(@m)", "length(@t)", "index(@L, @o)",
            "timecmp(@T, @T)", "@N[@i]", "(@n + @n) * @n", "@n - -@n", "try(@n / 0, @n)",
            "@i", "element(@N, @i)",
        ],
    ),
    (
        'b',
        &["true", "false", "\"true\"", "\"false\"", "null"],
        &[
            "@n == @n", "@s == @s", "@o == @o", "@o != @o", "@L == @L", "@m == @m", "@n < @n",
            "@n <= @n", "@n > @n", "@n >= @n", "!@b", "(@b && try(@b == true, true))", "(@b || try(@b == true, true))", "@b == @b",
            "contains(@L, @o)", "contains(@l, @s)", "alltrue([@b, @b])", "anytrue([@b, @b])",
            "can(@o)", "can(@m.a)", "can(@L[@i])", "can(tonumber(@s))", "can(regex(@s, @s))",
            "tobool(@s)", "tobool(@b)", "startswith(@s, @s)", "endswith(@s, @s)",
            "strcontains(@s, @s)", "@t == @t", "@l == @l", "@o == null",
            "null != @o", "try(@o.a, @b)", "@n == @s",
        ],
    ),
    (
        'l',
        &["[\"a\", \"b\"]", "[]", "tolist([\"c\", \"a\", \"b\"])", "[\"\"]", "[\"a\", \"a\"]", "[\"x\", null]"],
        &[
            "[@s, @s]", "[@s]", "split(@s, @s)", "split(\",\", @s)", "keys(@m)", "sort(@l)",
            "distinct(@l)", "compact(@l)", "reverse(@l)", "concat(@l, @l)", "slice(@l, 0, @i)",
            "formatlist(\"%s-%s\", @s, @l)", "formatlist(\"%s/%d\", @l, @i)", "tolist(@t)",
            "tolist(@l)", "[for #s in @l : @s]", "[for #i, #s in @l : \"${@s}${@i}\"]",
            "[for #s in @l : upper(@s) if @b]", "[for #s, #o in @m : @s]", "regexall(\"[a-z]\", @s)",
            "values(@m)", "@M[*].a", "@M.*.a", "coalescelist(@l, @l)", "matchkeys(@l, @l, @l)",
            "chunklist(@l, @i)[0]", "cidrsubnets(@c, 4, 4)", "flatten([@l, [@s]])",
            "@l[*]", "@s[*]", "[for #s in @t : @s]", "toset(@l)", "regex(\"(a)(b)?\", @s)",
            "setunion(@l, @l)", "transpose({ a = @l }).a",
        ],
    ),
    (
        'L',
        &["[]", "[1, \"a\"]", "[1, 2, 3]", "[true, null]", "tolist([1, 2])", "[[1], [2, 3]]", "[{ a = 1 }]", "null"],
        &[
            "[@o, @o]", "[@n, @s, @b]", "concat(@L, @L)", "flatten(@L)", "distinct(@L)",
            "reverse(@L)", "tolist(@L)", "slice(@L, @i, @i)", "range(@i)", "range(@i, @i)",
            "range(@n, @n, @n)", "setproduct(@l, @L)", "setproduct(@t, @t)", "chunklist(@L, @i)",
            "values(@m)", "[for #o in @L : @o]", "[for #i, #o in @L : { i = @i, o = @o }]",
            "[for #s, #o in @m : [@s, @o]]", "@L[*]", "@M[*]", "@o[*]", "@M[*].b", "@l", "@N",
            "coalescelist(@L, @L)", "[for #l in [@l, @l] : [for #s in @l : @s]]",
            "matchkeys(@L, @l, @l)", "sort(@L)", "compact(@L)", "csvdecode(\"a,b\\n1,2\\n3,4\")[*].a",
            "regexall(\"(.)(.)\", @s)", "tolist(@t)", "[for #o in @t : @o]", "@M.*.a[0]", "[@t, @l]",
        ],
    ),
    (
        'N',
        &["[1, 2]", "[3.5, \"4\"]", "[0]", "[]", "tolist([1, 2, 3])", "toset([2, 1])"],
        &["[@n, @n]", "range(@i)", "[for #s in @l : length(@s)]", "concat(@N, @N)", "tolist(@N)", "[for #n in @N : @n * 2]", "reverse(@N)", "distinct(@N)"],
    ),
    (
        't',
        &["toset([])", "toset([\"b\", \"a\"])", "toset([1, 2])", "toset([\"é\", \"z\", \"A\"])", "toset([true, false])"],
        &[
            "toset(@l)", "toset(@L)", "setunion(@t, @t)", "setunion(@l, @t)",
            "setintersection(@t, @l)", "setsubtract(@t, @l)", "setsubtract(@L, @L)",
            "toset([@o, @o])", "toset(@M)", "toset([for #s in @l : @s])",
            "setproduct(@t, @t)", "toset([@N, @N])",
        ],
    ),
    (
        'm',
        &[
            "{}", "{ a = 1 }", "{ a = \"x\", b = \"y\" }", "tomap({ a = \"p\", c = \"q\" })",
            "{ b = 1, a = [1, 2] }", "{ a = null }", "{ \"é x\" = true, a = 2 }", "null",
        ],
        &[
            "{ a = @o, b = @o }", "{ a = @s, b = @s }", "{ (@s) = @o }", "{ \"${@s}\" = @n }",
            "{ a = @m, c = 1 }", "merge(@m, @m)", "merge(@m, { a = @o })", "merge(@M...)",
            "merge([for #s in @l : { (@s) = @s }]...)", "tomap(@m)", "tomap({ a = @s, b = @n })",
            "zipmap(@l, @l)", "zipmap(@l, @L)", "{ for #s in @l : @s => @o }",
            "{ for #s, #o in @m : @s => @o }", "{ for #s, #o in @m : upper(@s) => @o if @b }",
            "{ for #s in @l : @s => @n... }", "{ for #i, #s in @l : @i => @s }",
            "transpose({ a = @l, b = @l })", "@M[@i]", "jsondecode(\"{\\\"b\\\":[1,2.50,null],\\\"a\\\":{\\\"x\\\":true}}\")",
            "yamldecode(\"a: 1\\nb: [x, ~, 0x10, 1.5]\\n\")", "regex(\"(?P<a>.)(?P<b>.)\", @s)",
            "{ a : @s, \"b\" : @n }", "element(@M, @i)", "{ for #o in @t : @o => @o }", "merge(@m, tomap({ z = @s }))",
            "coalesce(@m, @m)",
        ],
    ),
    (
        'M',
        &["[{ a = 1, b = 2 }]", "[]", "[{ a = \"x\" }, { a = \"y\" }]", "{ a = 5 }", "null", "tolist([{ a = 1 }])"],
        &["[@m, @m]", "[{ a = @s, b = @n }]", "[for #s in @l : { a = @s }]", "tolist([{ a = @s }, { a = @n }])", "values({ x = @m })", "toset([{ a = @s }])", "csvdecode(\"a,b\\n1,x\\n\")", "concat(@M, @M)", "[{ a = @o }, { a = @o, b = @o }]"],
    ),
    (
        'c',
        &["\"10.0.0.0/8\"", "\"192.168.1.7/24\"", "\"fd00::/48\"", "\"172.16.0.0/12\"", "\"010.0.0.0/8\""],
        &["cidrsubnet(@c, @i, @i)", "cidrsubnet(@c, 8, @i)", "cidrsubnets(@c, 4, @i)[0]", "\"10.${@i}.0.0/16\"", "\"${cidrhost(@c, @i)}/16\""],
    ),
    (
        'T',
        &["\"2024-02-29T12:34:56Z\"", "\"2023-12-31T23:59:59+08:00\"", "\"1999-01-01T00:00:00-05:30\""],
        &["timeadd(@T, \"24h\")", "formatdate(\"YYYY-MM-DD'T'hh:mm:ssZ\", @T)"],
    ),
];

/// Pieces of the lines of a heredoc; of those with `|` the second half stands later.
pub(crate) const HEREDOC: &[&str] = &[
    " ", "  ", "    ", "\t", "ab", "x y", "é", "\u{a0}", "${@s}", "${~ @s}", "${@s ~}", "${~ @n ~}",
    "$${x}", "%%{y}", "$", "%", "\\n", "\"q\"", "$$", "EO", "%{ if @b }|%{ endif }",
    "%{ if @b ~}|%{~ endif }", "%{~ if @b }|%{ else ~}z%{ endif ~}", "%{ for #s in [\"p\", \"q\"] }${@s}|%{ endfor }",
    "%{ for #s in [1, 2] ~}|%{ endfor ~}", "  %{ if true ~}|  %{ endif ~}", "${\"${@s}\"}", "%{ if false }|%{~ else ~}%{ endif }",
];

/// Types of variables, `@` being another type.
pub(crate) const TYPES: &[&str] = &[
    "list(@)", "set(@)", "map(@)", "list(@)", "object({ a = @, b = optional(@) })",
    "object({ a = optional(@) })", "object({ b = string, c = optional(string, \"d\") })",
    "tuple([@, @])", "object({ n = optional(object({ x = optional(number, 3), y = @ }), { y = null }) })",
    "object({ l = optional(list(string), [\"z\"]), m = optional(map(@), {}) })", "list(any)", "map(any)",
];
