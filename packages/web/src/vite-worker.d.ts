// The one thing the build adds to the language: a worker's file as the address that it gets.

declare module "*?worker&url" {
  const address: string;
  export default address;
}
