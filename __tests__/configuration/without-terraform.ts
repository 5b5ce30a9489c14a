// cdktf asks terraform for its version at synth, for some constructs; this has its answer at once, on any machine.
process.env.TERRAFORM_BINARY_NAME = "echo 1.11.4";
