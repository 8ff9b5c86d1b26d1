// Each trip makes the array longer.

!v = tensor<?xf64>
func.func @f(%x: tensor<2xf64>, %n: index) -> !v {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %s = tensor.cast %x : tensor<2xf64> to !v
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%y = %s) -> !v {
    %e = math.sin %y : !v
    %w = tensor.concat dim(0) %e, %x : (!v, tensor<2xf64>) -> !v
    scf.yield %w : !v
  }
  return %r : !v
}
