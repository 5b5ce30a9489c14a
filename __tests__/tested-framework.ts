/** Whether tests run the app under cdktn, cdktf's successor: TEST_FRAMEWORK=cdktn says so. */
const isUnderCdktn = () => process.env.TEST_FRAMEWORK === "cdktn";

/** The app's command of a cdktf.json, for the framework that the tests run under. */
export const underFramework = (app: string) =>
  isUnderCdktn() ? app.replace("--external:cdktf", "--alias:cdktf=cdktn --external:cdktn") : app;
