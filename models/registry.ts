/** A network's configuration. */
export type NetworkConfig = { readonly kind: 'resnet-sisr' }
