// expected-error @+1 {{@even calls itself: its buffers have one place each}}
func.func private @even(%n: i32) -> i32 {
  %0 = func.call @odd(%n) : (i32) -> i32
  return %0 : i32
}
// expected-error @+1 {{@odd calls itself: its buffers have one place each}}
func.func private @odd(%n: i32) -> i32 {
  %0 = func.call @even(%n) : (i32) -> i32
  return %0 : i32
}
func.func @main(%n: i32) -> i32 {
  %0 = func.call @odd(%n) : (i32) -> i32
  return %0 : i32
}
