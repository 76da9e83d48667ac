//! A proposed network as a configuration, in the form that `terraform fmt` gives it.

use super::capacity::{Cluster, number};
use crate::proposal::{PlugIn, Proposal};
use std::fmt::Write as _;

/// The file; `room` is what it has room for, by its own network plan.
pub fn render(proposal: &Proposal, room: Option<&Cluster>) -> String {
    let blocks = [
        head(proposal) + &room.and_then(said).unwrap_or_default(),
        "terraform {\n  required_providers {\n    alicloud = {\n      source = \"aliyun/alicloud\"\n    }\n  }\n}\n".to_owned(),
        format!("provider \"alicloud\" {{\n  region = {}\n}}\n", quoted(&proposal.wish.region)),
        zones(proposal),
        network(proposal),
        cluster(proposal),
        pool(proposal),
    ];
    blocks.join("\n")
}

fn head(proposal: &Proposal) -> String {
    let wish = &proposal.wish;
    let plug_in = match wish.plug_in {
        PlugIn::Terway => "Terway",
        PlugIn::Flannel => "Flannel",
    };
    let mut text = format!(
        "# A network for {} nodes and {} pods with {plug_in}: planned by acklint.\n\
         # The ranges of pods, Services and vSwitches, and the plug-in, are for life.\n",
        number(wish.nodes),
        number(wish.pods)
    );
    if let Some((range, mask)) = proposal.pods {
        let nodes = crate::capacity::flannel_nodes(range, mask);
        let _ = writeln!(
            text,
            "# {range} in slices of /{mask} holds {} nodes of {} pods.",
            number(nodes),
            number(proposal.per_node)
        );
    }
    text
}

/// What there is room for: nobody may read that more fits than `capacity` says.
fn said(room: &Cluster) -> Option<String> {
    let (nodes, (_, pods)) = (room.nodes.max?, room.pods.per_node?);
    let noun = if pods == 1 { "pod" } else { "pods" };
    let by = room.nodes.limited_by?.name();
    let (nodes, pods) = (number(nodes), number(pods));
    Some(format!(
        "# It has room for {nodes} nodes full of {pods} {noun}; what limits the nodes is {by}.\n"
    ))
}

/// Attributes with their signs of equality in one column.
fn aligned(indent: &str, attributes: &[(&str, String)]) -> String {
    let width = attributes.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let line = |(name, value): &(&str, String)| format!("{indent}{name:<width$} = {value}\n");
    attributes.iter().map(line).collect()
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '$' | '%' => quoted.extend([c, c]),
            c if c.is_control() => {}
            c => quoted.push(c),
        }
    }
    quoted.replace("$$", "$").replace("%%", "%").replace("${", "$${").replace("%{", "%%{") + "\""
}

fn zones(proposal: &Proposal) -> String {
    let zone = |zone: &crate::proposal::InZone| {
        let pods = match &*zone.pods {
            [] => String::new(),
            [pods] => format!(", pods = \"{pods}\""),
            several => {
                let several: Vec<String> =
                    several.iter().map(|pods| format!("\"{pods}\"")).collect();
                format!(", pods = [{}]", several.join(", "))
            }
        };
        (quoted(&zone.name), format!("{{ nodes = \"{}\"{pods} }}", zone.nodes))
    };
    let zones: Vec<(String, String)> = proposal.zones.iter().map(zone).collect();
    let zones: Vec<(&str, String)> =
        zones.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    format!(
        "locals {{\n  # put in the zones that you use; the ranges stay as they are\n  zones = {{\n{}  }}\n}}\n",
        aligned("    ", &zones)
    )
}

/// The pod vSwitches of zones that have several.
const SEVERAL: &str = r#"
locals {
  pods = merge([
    for zone, ranges in local.zones : {
      for at, cidr in ranges.pods : "${zone}-${at}" => { zone = zone, cidr = cidr }
    }
  ]...)
}
"#;

fn network(proposal: &Proposal) -> String {
    let wish = &proposal.wish;
    let vpc = [("vpc_name", quoted(&wish.name)), ("cidr_block", format!("\"{}\"", wish.vpc))];
    let mut text = format!("resource \"alicloud_vpc\" \"this\" {{\n{}}}\n", aligned("  ", &vpc));
    let kinds = [("nodes", true), ("pods", wish.plug_in == PlugIn::Terway)];
    for (kind, _) in kinds.iter().filter(|(_, is_there)| *is_there) {
        let name = quoted(&format!("{}-{kind}-", wish.name));
        let name = format!("{}${{each.key}}\"", name.trim_end_matches('"'));
        let vpc = ("vpc_id", "alicloud_vpc.this.id".to_owned());
        let several = *kind == "pods" && proposal.zones.iter().any(|zone| zone.pods.len() > 1);
        let vswitch = if several {
            text += SEVERAL;
            let each = |what: &str| format!("each.value.{what}");
            let (zone, cidr) = (("zone_id", each("zone")), ("cidr_block", each("cidr")));
            [("for_each", "local.pods".to_owned()), vpc, ("vswitch_name", name), zone, cidr]
        } else {
            let cidr = ("cidr_block", format!("each.value.{kind}"));
            let zone = ("zone_id", "each.key".to_owned());
            [("for_each", "local.zones".to_owned()), vpc, ("vswitch_name", name), zone, cidr]
        };
        let _ = write!(
            text,
            "\nresource \"alicloud_vswitch\" \"{kind}\" {{\n{}}}\n",
            aligned("  ", &vswitch)
        );
    }
    text
}

fn ids(kind: &str) -> String {
    format!("[for vswitch in alicloud_vswitch.{kind} : vswitch.id]")
}

fn cluster(proposal: &Proposal) -> String {
    let wish = &proposal.wish;
    let mut attributes = vec![
        ("name", quoted(&wish.name)),
        ("cluster_spec", quoted("ack.pro.small")),
        ("vswitch_ids", ids("nodes")),
    ];
    let add_on = match wish.plug_in {
        PlugIn::Terway => {
            attributes.push(("pod_vswitch_ids", ids("pods")));
            "terway-eniip"
        }
        PlugIn::Flannel => "flannel",
    };
    if let Some((range, mask)) = proposal.pods {
        attributes.push(("pod_cidr", format!("\"{range}\"")));
        attributes.push(("node_cidr_mask", mask.to_string()));
    }
    attributes.push(("service_cidr", format!("\"{}\"", proposal.services)));
    attributes.push(("is_enterprise_security_group", "true".to_owned()));
    attributes.push(("deletion_protection", "true".to_owned()));
    let services = wish.services.map_or_else(String::new, |number| format!(" services={number}"));
    format!(
        "# acklint:expect nodes={} pods={}{services}\n\
         resource \"alicloud_cs_managed_kubernetes\" \"this\" {{\n{}\n  addons {{\n    name = \
         \"{add_on}\"\n  }}\n\n  lifecycle {{\n    prevent_destroy = true\n  }}\n}}\n",
        wish.nodes,
        wish.pods,
        aligned("  ", &attributes)
    )
}

fn pool(proposal: &Proposal) -> String {
    let attributes = [
        ("cluster_id", "alicloud_cs_managed_kubernetes.this.id".to_owned()),
        ("node_pool_name", quoted(&proposal.wish.name)),
        ("vswitch_ids", ids("nodes")),
        ("multi_az_policy", quoted("BALANCE")),
        ("instance_types", format!("[{}]", quoted(&proposal.instance_type))),
        ("system_disk_category", quoted("cloud_essd")),
        ("desired_size", proposal.wish.nodes.to_string()),
    ];
    let kubelet = proposal.max_pods.map_or_else(String::new, |max_pods| {
        format!(
            "\n  # its share of the addresses, and the pods on the network of the node\n  \
             kubelet_configuration {{\n    max_pods = {max_pods}\n  }}\n"
        )
    });
    format!(
        "resource \"alicloud_cs_kubernetes_node_pool\" \"this\" {{\n{}{kubelet}}}\n",
        aligned("  ", &attributes)
    )
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_name_is_no_expression() {
        assert_eq!(quoted("a\"b\\${x}%{y}$"), r#""a\"b\\$${x}%%{y}$""#);
    }
}
