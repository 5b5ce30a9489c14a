import DefaultTheme from "vitepress/theme";
import Recording from "./Recording.vue";

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component("Recording", Recording);
  },
};
