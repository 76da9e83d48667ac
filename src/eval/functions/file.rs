//! Functions of files and paths. What stands in files comes from the [`super::Host`].

use super::super::Refusal;
use super::super::types::Type;
use super::super::value::{Traced, Value, Why};
use super::argument::text;
use super::hash::{self, Hash};
use super::pieces::text_value;
use super::{Context, Function, Outcome, Parameter, Returns, Takes};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

const TEXT: Parameter = Parameter::strict(Takes::Text);

pub(super) const FUNCTIONS: &[Function] = &[
    of_path("abspath", abspath),
    of_path("basename", |cx, arguments| Ok(cut(cx, &arguments[0], basename(text(&arguments[0])?)))),
    of_path("dirname", |cx, arguments| Ok(cut(cx, &arguments[0], &dirname(text(&arguments[0])?)))),
    of_path("file", file),
    of_path("filebase64", |cx, arguments| hashed(cx, arguments, |bytes| STANDARD.encode(bytes))),
    of_path("filebase64sha256", |cx, arguments| hashed(cx, arguments, hash::base64_sha256)),
    of_path("filebase64sha512", |cx, arguments| hashed(cx, arguments, hash::base64_sha512)),
    Function::new("fileexists", &[TEXT], Returns::Bool, fileexists),
    of_path("filemd5", |cx, arguments| hashed(cx, arguments, hash::md5)),
    of_path("filesha1", |cx, arguments| hashed(cx, arguments, hash::sha1)),
    of_path("filesha256", |cx, arguments| hashed(cx, arguments, hash::sha256)),
    of_path("filesha512", |cx, arguments| hashed(cx, arguments, hash::sha512)),
    of_path("pathexpand", pathexpand),
    Function::new(
        "templatefile",
        &[TEXT, Parameter::partial(Takes::Any)],
        Returns::Any,
        templatefile,
    ),
];

const fn of_path(name: &'static str, run: fn(&Context<'_>, &[Traced]) -> Outcome) -> Function {
    Function::new(name, &[TEXT], Returns::Text, run)
}

/// What reading gives: the thing, or what the call gives instead.
type Found<T> = Result<T, Outcome>;

fn file(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    match read_text(cx, text(&arguments[0])?, &Type::String) {
        Ok(content) => Ok(cx.made(text_value(&content))),
        Err(instead) => instead,
    }
}

fn hashed(cx: &Context<'_>, arguments: &[Traced], hash: Hash) -> Outcome {
    match read(cx, text(&arguments[0])?, &Type::String) {
        Ok(bytes) => Ok(cx.made(Value::text(hash(&bytes)))),
        Err(instead) => instead,
    }
}

fn fileexists(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let path = text(&arguments[0])?;
    if path.starts_with('~') {
        return Ok(home(cx, Type::Bool));
    }
    match cx.host.read(path) {
        Ok(_) => Ok(cx.made(Value::Bool(true))),
        Err(Why::Refused(_)) if cx.host.list(path).is_ok() => {
            Err(Refusal::new(format!("{path} is a folder")))
        }
        Err(Why::Refused(_)) => Ok(cx.made(Value::Bool(false))),
        Err(why) => Ok(cx.made(Value::unknown_result(Type::Bool, why))),
    }
}

fn templatefile(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let path = text(&arguments[0])?;
    match read_text(cx, path, &Type::Dynamic) {
        Ok(content) => cx.host.render(Some(path), &content, &arguments[1]),
        Err(instead) => instead,
    }
}

fn abspath(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    let path = text(&arguments[0])?;
    if path.starts_with('/') {
        return Ok(cut(cx, &arguments[0], &clean(path)));
    }
    let why = Why::NotModelled("where the working directory lies".into());
    Ok(cx.made(Value::unknown_result(Type::String, why)))
}

fn pathexpand(cx: &Context<'_>, arguments: &[Traced]) -> Outcome {
    if text(&arguments[0])?.starts_with('~') {
        return Ok(home(cx, Type::String));
    }
    Ok(arguments[0].clone())
}

pub(super) fn home(cx: &Context<'_>, ty: Type) -> Traced {
    let why = Why::NotModelled("where the home directory lies".into());
    cx.made(Value::unknown_result(ty, why))
}

fn read(cx: &Context<'_>, path: &str, ty: &Type) -> Found<Vec<u8>> {
    if path.starts_with('~') {
        return Err(Ok(home(cx, ty.clone())));
    }
    cx.host.read(path).map_err(|why| match why {
        Why::Refused(message) => Err(Refusal::new(message)),
        why => Ok(cx.made(Value::unknown_result(ty.clone(), why))),
    })
}

fn read_text(cx: &Context<'_>, path: &str, ty: &Type) -> Found<String> {
    let bytes = read(cx, path, ty)?;
    String::from_utf8(bytes).map_err(|_| Err(Refusal::new(format!("{path} is not UTF-8"))))
}

/// A cut of a path.
fn cut(cx: &Context<'_>, path: &Traced, part: &str) -> Traced {
    cx.converted(text_value(part), path.origin)
}

fn basename(path: &str) -> &str {
    let trimmed = path.trim_end_matches('/');
    match trimmed.rsplit('/').next() {
        _ if path.is_empty() => ".",
        None | Some("") => "/",
        Some(last) => last,
    }
}

fn dirname(path: &str) -> String {
    clean(path.rfind('/').map_or("", |at| &path[..=at]))
}

/// The shortest path to the same place, as far as its text tells.
pub(super) fn clean(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." if steps.last().is_some_and(|last| *last != "..") => {
                steps.pop();
            }
            ".." if rooted => {}
            step => steps.push(step),
        }
    }
    match (rooted, steps.join("/")) {
        (true, joined) => format!("/{joined}"),
        (false, joined) if joined.is_empty() => ".".to_owned(),
        (false, joined) => joined,
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_text::table;

    #[test]
    fn files() {
        table(&[
            (r#"file("hello.txt")"#, r#""hello\n""#),
            (r#"file("none.txt")"#, "ERR"),
            (r#"file("latin.txt")"#, "ERR"),
            (r#"file("outside.txt")"#, "NotModelled(\"outside\")"),
            (r#"filebase64("latin.txt")"#, r#""6Q==""#),
            (r#"filemd5("hello.txt")"#, r#""b1946ac92492d2347c6235b4d2611184""#),
            (r#"fileexists("hello.txt")"#, "true"),
            (r#"fileexists("none.txt")"#, "false"),
            (r#"fileexists(".")"#, "ERR"),
            (r#"templatefile("hello.txt", { a = 1 })"#, r#""hello.txt|hello\n|{\"a\":1}""#),
            (r#"templatestring("x", { a = 1 })"#, r#""-|x|{\"a\":1}""#),
        ]);
    }

    #[test]
    fn paths() {
        table(&[
            (r#"basename("foo/bar/baz.txt")"#, r#""baz.txt""#),
            (r#"basename("foo/")"#, r#""foo""#),
            (r#"basename("")"#, r#"".""#),
            (r#"basename("//")"#, r#""/""#),
            (r#"dirname("foo/bar/baz.txt")"#, r#""foo/bar""#),
            (r#"dirname("foo")"#, r#"".""#),
            (r#"dirname("/foo")"#, r#""/""#),
            (r#"dirname("a/../../b/c")"#, r#""../b""#),
            (r#"abspath("/a/../b")"#, r#""/b""#),
            (r#"pathexpand("a/b")"#, r#""a/b""#),
        ]);
    }
}
