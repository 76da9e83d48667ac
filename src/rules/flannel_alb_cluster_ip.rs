//! ALB Ingress with Flannel leads to no Service of the type `ClusterIP`.

mod said;

use super::context::Context;
use super::meant::{Meant, meant_for};
use super::outcome::{Answer, Outcome};
use said::{alone, controller, found, perhaps_controller};
use crate::eval::{OriginId, Why};
use crate::model::{Attr, Cluster, Ingress, IngressClass, Object, Open, Service, Workload};
use std::sync::Arc;

/// The controller of a class of ALB Ingress.
const CONTROLLER: &str = "ingress.k8s.alibabacloud/alb";
/// What the class is called where nobody chose another name.
const CLASS: &str = "alb";
/// The add-on that brings the controller.
const ADDON: &str = "alb-ingress-controller";
/// The type of a Service that names none.
const TYPE: &str = "ClusterIP";

pub(super) fn check(cx: &Context<'_>) -> Vec<Answer> {
    cx.each_cluster(|cluster| {
        if !cluster.is_flannel()? {
            return Ok(None);
        }
        let routes = Routes {
            ingresses: meant_for(cx, cluster, |object| match object {
                Object::Ingress(ingress) => Some(ingress),
                _ => None,
            }),
            classes: meant_for(cx, cluster, |object| match object {
                Object::IngressClass(class) => Some(class),
                _ => None,
            }),
            services: meant_for(cx, cluster, |object| match object {
                Object::Service(service) => Some(service),
                _ => None,
            }),
        };
        Ok(Some(routes.judged(cluster)))
    })
}

/// What leads requests into a cluster.
struct Routes<'e> {
    ingresses: Meant<'e, &'e Ingress>,
    classes: Meant<'e, &'e IngressClass>,
    services: Meant<'e, &'e Service>,
}

/// A Service that an ALB Ingress leads to and cannot reach.
type Reached<'e> = (&'e Workload, &'e Workload, OriginId, String);

impl<'e> Routes<'e> {
    fn judged(&self, cluster: &Cluster) -> Outcome {
        let mut open = self.ingresses.open.clone();
        let mut reached: Vec<Reached<'e>> = Vec::new();
        let mut any = false;
        // why there may be an Ingress for ALB
        let mut may_be = open.clone();
        for (workload, ingress, why) in &self.ingresses.perhaps {
            // one that is no ALB Ingress in any case leaves nothing open
            if self.is_alb(ingress) != Ok(false) {
                may_be = Open::either(may_be, Some(why.clone()));
                let finds = self.may_find(workload, ingress);
                open = Open::either(open, Some(why.clone()).filter(|_| finds));
            }
        }
        for (workload, ingress) in &self.ingresses.certain {
            match self.is_alb(ingress) {
                Ok(false) => continue,
                Ok(true) => any = true,
                Err(why) => {
                    may_be = Open::either(may_be, Some(why.clone()));
                    let finds = self.may_find(workload, ingress);
                    open = Open::either(open, Some(why).filter(|_| finds));
                    continue;
                }
            }
            open = Open::either(open, ingress.open.clone());
            for backend in &ingress.backends {
                match self.reached(workload, ingress, backend) {
                    Ok(found) => reached.extend(found),
                    Err(why) => open = Open::either(open, Some(why)),
                }
            }
        }
        let mut outcome = Outcome::clean().or_case(open, "cluster_ip", "backend");
        outcome.findings.extend(found(&reached));
        if any {
            return outcome;
        }
        match (controller(cluster), may_be) {
            (Some(place), None) => outcome.findings.push(alone(place)),
            (Some(_), may_be) => return outcome.or_case(may_be, "controller", "controller"),
            (None, _) => {}
        }
        let perhaps = perhaps_controller(cluster);
        outcome.or_case(perhaps, "controller", "controller")
    }

    /// Whether anything could be found on an Ingress, if it is one for ALB.
    fn may_find(&self, workload: &Workload, ingress: &Ingress) -> bool {
        let fine = |backend| self.reached(workload, ingress, backend).is_ok_and(|it| it.is_none());
        ingress.open.is_some() || !ingress.backends.iter().all(fine)
    }

    /// Whether the class of an Ingress is one of ALB.
    fn is_alb(&self, ingress: &Ingress) -> Result<bool, Open> {
        let Some(class) = ingress.class.get()? else { return Ok(false) };
        let mut open = None;
        for (_, known) in &self.classes.certain {
            match known.name.get() {
                Ok(Some(name)) if name == class => {
                    let controller = known.controller.get()?;
                    return Ok(controller.is_some_and(|controller| &**controller == CONTROLLER));
                }
                Ok(_) => {}
                Err(why) => open = Open::either(open, Some(why)),
            }
        }
        if &**class == CLASS {
            return Ok(true);
        }
        match Open::either(open, self.classes.more()) {
            Some(open) => Err(open),
            None => Ok(false),
        }
    }

    /// The Service of a backend, if ALB cannot reach it.
    fn reached(
        &self,
        from: &'e Workload,
        ingress: &Ingress,
        backend: &Attr<Arc<str>>,
    ) -> Result<Option<Reached<'e>>, Open> {
        let Some(name) = backend.get()? else { return Ok(None) };
        let mut open = None;
        let mut same = Vec::new();
        for (workload, service) in &self.services.certain {
            match is_named(service, name, &ingress.namespace) {
                Ok(true) => same.push((*workload, *service)),
                Ok(false) => {}
                Err(why) => open = Open::either(open, Some(why)),
            }
        }
        let Some((workload, service)) = same.first().copied() else {
            let why = format!("the Service {name} is not in the configuration, so its type is not known");
            let missing = Open { why: Why::Untold(why.into()), origin: backend.origin() };
            let more = Open::either(open, self.services.more());
            return Err(more.unwrap_or(missing));
        };
        for (_, service) in &same {
            match service.kind.get()? {
                None => {}
                Some(kind) if &**kind == TYPE => {}
                Some(_) => return Ok(None),
            }
        }
        Ok(Some((from, workload, service.kind.origin(), name.to_string())))
    }
}

fn is_named(service: &Service, name: &str, namespace: &Attr<Arc<str>>) -> Result<bool, Open> {
    if service.name.get()?.is_none_or(|own| &**own != name) {
        return Ok(false);
    }
    let plain = |namespace: Option<&Arc<str>>| namespace.map_or("default", |n| &**n).to_owned();
    Ok(plain(service.namespace.get()?) == plain(namespace.get()?))
}
