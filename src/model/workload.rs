//! Resources of the Kubernetes side: what they ask of the cluster that they are meant for.

use super::attr::{Attr, Open};
use super::estate::Subject;
use crate::eval::{Address, OriginId};
use std::sync::Arc;

/// An object of Kubernetes that the configuration declares.
#[derive(Debug, Clone)]
pub struct Workload {
    /// The resource that declares it.
    pub subject: Subject,
    /// For which cluster.
    pub target: Target,
    /// What it is; an error if that is not known.
    pub object: Result<Object, Open>,
}

/// For which cluster a Kubernetes resource is meant, by its provider.
#[derive(Debug, Clone)]
pub enum Target {
    /// Nothing says so: any of the root.
    Any,
    /// One of these clusters of the root.
    Of(Vec<Arc<Address>>),
    /// None that is defined here: the provider rests on something else.
    Elsewhere,
    /// That is not known.
    Open(Open),
}

/// What matters to the choice of a network plug-in.
#[derive(Debug, Clone)]
pub enum Object {
    /// Which pods may talk to which.
    NetworkPolicy,
    /// What leads requests to Services.
    Ingress(Ingress),
    /// Which controller serves a class of Ingress.
    IngressClass(IngressClass),
    /// A Service.
    Service(Service),
    /// Terway's settings for the network of chosen pods.
    PodNetworking(PodNetworking),
}

/// An Ingress.
#[derive(Debug, Clone)]
pub struct Ingress {
    /// Its namespace.
    pub namespace: Attr<Arc<str>>,
    /// The class, by `spec` or by the older annotation.
    pub class: Attr<Arc<str>>,
    /// The names of the Services that it leads to.
    pub backends: Vec<Attr<Arc<str>>>,
    /// Why there may be more of them.
    pub open: Option<Open>,
}

/// An `IngressClass`.
#[derive(Debug, Clone)]
pub struct IngressClass {
    /// Its name.
    pub name: Attr<Arc<str>>,
    /// Its controller.
    pub controller: Attr<Arc<str>>,
}

/// A Service.
#[derive(Debug, Clone)]
pub struct Service {
    /// Its name.
    pub name: Attr<Arc<str>>,
    /// Its namespace.
    pub namespace: Attr<Arc<str>>,
    /// `spec.type`
    pub kind: Attr<Arc<str>>,
    /// `spec.sessionAffinity`
    pub affinity: Attr<Arc<str>>,
}

/// A `PodNetworking`.
#[derive(Debug, Clone)]
pub struct PodNetworking {
    /// Pod vSwitches: where they are written.
    pub vswitches: Option<OriginId>,
    /// Security groups of pods.
    pub security_groups: Option<OriginId>,
    /// How long a pod keeps its address: `Elastic`, `Fixed`.
    pub allocation: Attr<Arc<str>>,
}
