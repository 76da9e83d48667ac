//! Plans of resources of Alibaba Cloud, made after the documented format: no provider can run here.

#![allow(clippy::needless_pass_by_value, reason = "what json! makes is given away")]

use serde_json::{Map, Value, json};

/// A plan in the making.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plan {
    changes: Vec<Value>,
    prior: Vec<Value>,
    configuration: Value,
    providers: Map<String, Value>,
    more: Map<String, Value>,
}

impl Plan {
    /// Something is made: what it is given, and what it refers to where that is not known.
    pub(crate) fn creates(self, address: &str, after: Value, refers: Value) -> Self {
        self.change(address, &["create"], Value::Null, after, refers)
    }

    /// Something is there and stays as it is.
    pub(crate) fn keeps(self, address: &str, values: Value) -> Self {
        self.change(address, &["no-op"], values.clone(), values, json!({}))
    }

    /// Something is there and becomes something else.
    pub(crate) fn changes(
        self,
        address: &str,
        actions: &[&str],
        before: Value,
        after: Value,
    ) -> Self {
        self.change(address, actions, before, after, json!({}))
    }

    /// What the last change has beside its change: `previous_address`, `action_reason`.
    pub(crate) fn with(mut self, name: &str, value: Value) -> Self {
        self.changes.last_mut().expect("a change")[name] = value;
        self
    }

    /// What the last change has in its change: `replace_paths`, `importing`.
    pub(crate) fn with_change(mut self, name: &str, value: Value) -> Self {
        self.changes.last_mut().expect("a change")["change"][name] = value;
        self
    }

    /// Something that the state holds and the plan says nothing of.
    pub(crate) fn holds(mut self, address: &str, values: Value) -> Self {
        self.prior.push(json!({"address": address, "mode": "managed", "values": values}));
        self
    }

    /// A call of a module, and the outputs of the module: what each refers to.
    pub(crate) fn calls(mut self, path: &str, inputs: Value, outputs: Value) -> Self {
        let module = module_of(&mut self.configuration, path);
        for (name, refers) in outputs.as_object().into_iter().flatten() {
            module["outputs"][name]["expression"]["references"] = refers.clone();
        }
        let (before, name) = path.rsplit_once('.').unwrap_or(("", path));
        let call = &mut module_of(&mut self.configuration, before)["module_calls"][name];
        for (name, refers) in inputs.as_object().into_iter().flatten() {
            call["expressions"][name]["references"] = refers.clone();
        }
        self
    }

    /// The configuration of a provider, and what is managed by it in the root.
    pub(crate) fn provider(mut self, key: &str, address: &str, provider: Value) -> Self {
        self.providers.insert(key.to_owned(), provider);
        let resources = self.configuration["resources"].as_array_mut().expect("resources");
        let own = |known: &Value| {
            let text = |name: &str| known[name].as_str().expect("a text").to_owned();
            format!("{}.{}", text("type"), text("name")) == address
        };
        for resource in resources.iter_mut().filter(|resource| own(resource)) {
            resource["provider_config_key"] = json!(key);
        }
        self
    }

    /// A field of the plan.
    pub(crate) fn field(mut self, name: &str, value: Value) -> Self {
        self.more.insert(name.to_owned(), value);
        self
    }

    fn change(
        mut self,
        address: &str,
        actions: &[&str],
        before: Value,
        after: Value,
        refers: Value,
    ) -> Self {
        self.configure(address, &after, &refers);
        let mut after = after;
        let mut unknown = json!({});
        for name in refers.as_object().into_iter().flatten().map(|(name, _)| name) {
            // `null` in a list stands for an item that is not known
            match after.get(name).and_then(Value::as_array) {
                Some(items) => {
                    unknown[name] = items.iter().map(|item| json!(item.is_null())).collect();
                }
                None => unknown[name] = json!(true),
            }
        }
        if actions.contains(&"create") {
            unknown["id"] = json!(true);
            if let Some(after) = after.as_object_mut() {
                after.remove("id");
            }
        }
        let mode = if address.contains("data.") { "data" } else { "managed" };
        self.changes.push(json!({
            "address": address,
            "mode": mode,
            "change": {
                "actions": actions,
                "before": before,
                "after": after,
                "after_unknown": unknown,
            },
        }));
        self
    }

    fn configure(&mut self, address: &str, after: &Value, refers: &Value) {
        let plain: String = without_keys(address);
        let parts: Vec<&str> = plain.split('.').collect();
        let calls = parts.chunks(2).take_while(|pair| pair[0] == "module").count();
        let path: Vec<&str> = parts[..2 * calls].iter().skip(1).step_by(2).copied().collect();
        let own = &parts[2 * calls..];
        let (mode, own) = match own {
            ["data", own @ ..] => ("data", own),
            own => ("managed", own),
        };
        let mut expressions = json!({});
        for name in after.as_object().into_iter().flatten().map(|(name, _)| name) {
            expressions[name] = json!({"constant_value": Value::Null});
        }
        for (name, refers) in refers.as_object().into_iter().flatten() {
            expressions[name] = json!({"references": refers});
        }
        let module = module_of(&mut self.configuration, &path.join("."));
        if module["resources"].is_null() {
            module["resources"] = json!([]);
        }
        let resources = module["resources"].as_array_mut().expect("a list");
        let same = |known: &Value| known["type"] == own[0] && known["name"] == own[1];
        if !resources.iter().any(same) {
            let (kind, name) = (own[0], own[1]);
            resources.push(json!({
                "mode": mode, "type": kind, "name": name, "expressions": expressions,
            }));
        }
    }

    /// The plan in its JSON form.
    pub(crate) fn json(&self) -> Value {
        let mut plan = json!({
            "format_version": "1.2",
            "terraform_version": "1.11.4",
            "planned_values": {"root_module": {}},
            "resource_changes": self.changes,
            "prior_state": {
                "format_version": "1.0",
                "values": {"root_module": {"resources": self.prior}},
            },
            "configuration": {
                "provider_config": self.providers,
                "root_module": self.configuration,
            },
            "timestamp": "2026-12-01T00:00:00Z",
            "applyable": true,
            "complete": true,
            "errored": false,
        });
        for (name, value) in &self.more {
            plan[name] = value.clone();
        }
        plan
    }

    /// The plan as Terraform writes it, on one line.
    pub(crate) fn text(&self) -> String {
        self.json().to_string() + "\n"
    }
}

fn module_of<'c>(configuration: &'c mut Value, path: &str) -> &'c mut Value {
    let mut module = configuration;
    for name in path.split('.').filter(|name| !name.is_empty()) {
        module = &mut module["module_calls"][name]["module"];
    }
    module
}

fn without_keys(address: &str) -> String {
    let mut depth = 0;
    address
        .chars()
        .filter(|c| {
            depth += i32::from(*c == '[');
            let kept = depth == 0;
            depth -= i32::from(*c == ']');
            kept
        })
        .collect()
}
