// A recursive network over a tree whose leaves are arrays.

!v = tensor<2xf64>
!m = tensor<2x2xf64>
!t = !functional.data<@tree>
functional.data @tree {
  leaf(tensor<2xf64>)
  node(!functional.data<@tree>, !functional.data<@tree>)
}
func.func @state(%w: !m, %t: !t) -> !v {
  %r = functional.match %t : !t -> !v {
  case leaf(%x: !v) {
    functional.yield %x : !v
  }
  case node(%a: !t, %b: !t) {
    %p = func.call @state(%w, %a) : (!m, !t) -> !v
    %q = func.call @state(%w, %b) : (!m, !t) -> !v
    %wp = nd.contract "ij,j->i" %w, %p : (!m, !v) -> !v
    %s = arith.addf %wp, %q : !v
    %h = math.tanh %s : !v
    functional.yield %h : !v
  }
  }
  return %r : !v
}
func.func @f(%w: !m, %x: !v, %y: !v) -> !v {
  %a = functional.construct @tree leaf(%x) : (!v) -> !t
  %b = functional.construct @tree leaf(%y) : (!v) -> !t
  %c = functional.construct @tree node(%a, %b) : (!t, !t) -> !t
  %d = functional.construct @tree node(%c, %a) : (!t, !t) -> !t
  %e = functional.construct @tree node(%b, %d) : (!t, !t) -> !t
  %r = func.call @state(%w, %e) : (!m, !t) -> !v
  return %r : !v
}
