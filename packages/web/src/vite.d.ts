// What the build adds to the language: a worker's file as the address that it gets, and a style sheet as a text.

declare module "*?worker&url" {
  const address: string;
  export default address;
}

declare module "*.css?inline" {
  const rules: string;
  export default rules;
}
