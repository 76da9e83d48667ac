//! Services and Ingresses, by what is said of them.

use super::{FLANNEL, said};

fn alb(text: &str) -> Vec<String> {
    said("flannel_alb_cluster_ip", &[("main.tf", &[FLANNEL, text].join("\n"))])
}

/// An Ingress with a class, in YAML, to the Service `s`.
fn ingress(class: &str, namespace: &str) -> String {
    format!(
        r#"resource "kubectl_manifest" "i" {{
  yaml_body = <<-EOT
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: {{name: i{namespace}}}
    spec: {{{class}, rules: [{{http: {{paths: [{{backend: {{service: {{name: s}}}}}}]}}}}]}}
  EOT
}}"#
    )
}

fn service(kind: &str, namespace: &str) -> String {
    format!(
        r#"resource "kubernetes_service" "s" {{
  metadata {{
    name = "s"
    {namespace}
  }}
  spec {{
    {kind}
  }}
}}"#
    )
}

#[test]
fn alb_reaches_no_cluster_ip() {
    let alb_class = ingress("ingressClassName: alb", "");
    let join = |parts: [&str; 2]| alb(&parts.join("\n"));
    assert_eq!(join([&alb_class, &service("", "")]), ["error flannel"]);
    assert_eq!(join([&alb_class, &service("type = \"ClusterIP\"", "")]), ["error flannel"]);
    assert_eq!(join([&alb_class, &service("", "namespace = \"default\"")]), ["error flannel"]);
    for kind in ["NodePort", "LoadBalancer"] {
        assert!(join([&alb_class, &service(&format!("type = \"{kind}\""), "")]).is_empty());
    }
    // the Service of that name in another namespace is another one
    assert_eq!(join([&alb_class, &service("", "namespace = \"x\"")]), ["? flannel"]);
    let in_x = ingress("ingressClassName: alb", ", namespace: x");
    assert_eq!(join([&in_x, &service("", "namespace = \"x\"")]), ["error flannel"]);
    assert_eq!(join([&alb_class, "variable \"t\" {}"]), ["? flannel"]);
    let open = service("type = var.t", "");
    assert_eq!(join([&alb_class, &format!("variable \"t\" {{}}\n{open}")]), ["? flannel"]);
    let old = alb_class.replace("service: {name: s}", "serviceName: s");
    assert_eq!(join([&old, &service("", "")]), ["error flannel"]);
    let special = alb_class.replace("{name: s}", "{name: x, port: {name: use-annotation}}");
    assert!(join([&special, ""]).is_empty());
}

#[test]
fn a_class_leads_to_its_controller() {
    let by_annotation = ingress("a: b", ", annotations: {kubernetes.io/ingress.class: alb}");
    assert_eq!(alb(&[&*by_annotation, &service("", "")].join("\n")), ["error flannel"]);
    let nginx = ingress("ingressClassName: nginx", "");
    assert!(alb(&[&*nginx, &service("", "")].join("\n")).is_empty());
    assert!(alb(&[&*ingress("a: b", ""), &service("", "")].join("\n")).is_empty());
    let class = |controller: &str| {
        format!(
            r#"resource "kubernetes_manifest" "c" {{
  manifest = {{
    apiVersion = "networking.k8s.io/v1"
    kind       = "IngressClass"
    metadata   = {{ name = "edge" }}
    spec       = {{ controller = {controller} }}
  }}
}}"#
        )
    };
    let edge = ingress("ingressClassName: edge", "");
    let with = |controller: &str| {
        alb(&["variable \"c\" {}", &edge, &service("", ""), &class(controller)].join("\n"))
    };
    assert_eq!(with("\"ingress.k8s.alibabacloud/alb\""), ["error flannel"]);
    assert!(with("\"k8s.io/ingress-nginx\"").is_empty());
    assert_eq!(with("var.c"), ["? flannel"]);
}

#[test]
fn the_controller_alone_is_worth_knowing() {
    let addon = |extra: &str| {
        format!(
            r#"resource "alicloud_cs_kubernetes_addon" "a" {{
  cluster_id = alicloud_cs_managed_kubernetes.flannel.id
  name       = "alb-ingress-controller"
  {extra}
}}"#
        )
    };
    assert_eq!(alb(&addon("")), ["info flannel"]);
    let node_port = service("type = \"NodePort\"", "");
    let fine = [&*addon(""), &ingress("ingressClassName: alb", ""), &node_port].join("\n");
    assert!(alb(&fine).is_empty());
    let maybe = ["variable \"on\" {}", &addon("count = var.on ? 1 : 0")].join("\n");
    assert_eq!(alb(&maybe), ["? flannel"]);
}

#[test]
fn affinity_behind_a_load_balancer_is_worth_knowing() {
    let affinity =
        |text: &str| said("flannel_session_affinity", &[("main.tf", &[FLANNEL, text].join("\n"))]);
    let sticky = "session_affinity = \"ClientIP\"";
    let both = |kind: &str| service(&format!("type = {kind}\n    {sticky}"), "");
    assert_eq!(affinity(&both("\"LoadBalancer\"")), ["info flannel"]);
    assert!(affinity(&both("\"NodePort\"")).is_empty());
    assert!(affinity(&service(sticky, "")).is_empty());
    assert!(affinity(&service("type = \"LoadBalancer\"", "")).is_empty());
    let none = "type = \"LoadBalancer\"\n    session_affinity = \"None\"";
    assert!(affinity(&service(none, "")).is_empty());
    assert_eq!(affinity(&["variable \"t\" {}", &both("var.t")].join("\n")), ["? flannel"]);
    let knative = r#"resource "kubectl_manifest" "k" {
  yaml_body = "{kind: Service, apiVersion: serving.knative.dev/v1, spec: {type: LoadBalancer, sessionAffinity: ClientIP}}"
}"#;
    assert!(affinity(knative).is_empty());
}
